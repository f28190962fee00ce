// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.AccessClock;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Copies objects out without a pin: copy first, then look whether the object was there all the
 * time. Whatever is not that simple (absent, changing, a target that is too small) goes by a
 * handle. Thread-safe.
 */
final class Reads {
  private static final long NOT_SIMPLE = -1;
  private static final long ABSENT = -1;

  private final ClientSession session;
  private final Presence presence;
  private final ObjectTable table;
  private final Entries entries;
  private final MemorySegment area;
  private final @Nullable AccessClock clock;

  Reads(ClientSession session) {
    Segment segment = session.mapping().segment();
    ClientSlot slot = session.slot();
    this.session = session;
    this.presence = new Presence(segment);
    this.table = segment.table();
    this.entries = segment.entries();
    this.area = session.mapping().readable();
    this.clock = slot == null ? null : slot.clock();
  }

  /** See {@link ObjectStoreClient#read}. */
  long read(ObjectId id, MemorySegment target) {
    long length = tryRead(id, target);
    session.lifecycle().requireUsable();
    return length == NOT_SIMPLE ? readByHandle(id, target) : length;
  }

  private long tryRead(ObjectId id, MemorySegment target) {
    try {
      long ref = presence.glance(id);
      return ref == ObjectTable.ABSENT ? NOT_SIMPLE : tryCopy(ref, target);
    } catch (IllegalStateException unmapped) {
      throw session.lifecycle().explain(unmapped);
    }
  }

  /** What the entry says is to be believed only when it is confirmed, so it is checked first. */
  private long tryCopy(long ref, MemorySegment target) {
    int entry = ObjectRef.entry(ref);
    long offset = entries.offset(entry);
    long length = entries.dataLength(entry);
    boolean plausible =
        offset >= 0
            && length > 0
            && length <= target.byteSize()
            && offset <= area.byteSize() - length;
    if (!plausible) {
      return NOT_SIMPLE;
    }
    MemorySegment.copy(area, offset, target, 0, length);
    return table.isStill(ref) ? touched(entry, length) : NOT_SIMPLE;
  }

  private long touched(int entry, long length) {
    if (clock != null) {
      clock.touch(entry);
    }
    return length;
  }

  private long readByHandle(ObjectId id, MemorySegment target) {
    ObjectHandle handle = session.gets().tryGet(id);
    if (handle == null) {
      return ABSENT;
    }
    try (handle) {
      handle.copyTo(0, target, 0, handle.length());
      return handle.length();
    }
  }
}
