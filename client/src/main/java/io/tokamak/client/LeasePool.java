// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.LeaseReply;
import io.tokamak.wire.message.LeaseRequest;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Memory and table entries that the store gave this client in advance, so that it creates small
 * objects without asking.
 *
 * <p>Thread-safe; one thread creates at a time. When the lease is used up the creating thread asks
 * for the next one, which the store answers at once.
 */
final class LeasePool {
  /**
   * An empty store leases a 32nd of its capacity, at most 8 MiB; what is longer than a quarter of
   * that is not worth a lease.
   */
  private static final long CAPACITY_PER_OBJECT = 128;

  private static final long LONGEST_BLOCK = 2L << 20;
  private static final int ENTRIES_WANTED = 256;

  /** Creates that go straight to the store after it had no lease to spare. */
  private static final int PAUSE = 32;

  private final ReentrantLock lock = new ReentrantLock();
  private final CallChannel calls;
  private final Creation creation;
  private final Segment segment;
  private final long longestBlock;
  private int[] entries = new int[0];
  private int next;
  private long end;
  private int pause;

  LeasePool(CallChannel calls, Creation creation, Segment segment) {
    this.calls = calls;
    this.creation = creation;
    this.segment = segment;
    this.longestBlock =
        Math.min(LONGEST_BLOCK, segment.geometry().capacityBytes() / CAPACITY_PER_OBJECT);
  }

  /**
   * Creates an object, or returns null when the store has to: it is too long, there is no lease, or
   * its id is taken.
   */
  @Nullable Draft tryCreate(ObjectId id, long dataLength, int metadataLength) {
    if (dataLength > longestBlock || BlockLength.of(dataLength, metadataLength) > longestBlock) {
      return null;
    }
    lock.lock();
    try {
      long offset = create(id, dataLength, metadataLength);
      if (offset == Creation.NO_SPACE && renew(BlockLength.of(dataLength, metadataLength))) {
        offset = create(id, dataLength, metadataLength);
      }
      return offset < 0 ? null : taken(id, offset, dataLength, metadataLength);
    } finally {
      lock.unlock();
    }
  }

  private long create(ObjectId id, long dataLength, int metadataLength) {
    if (next == entries.length) {
      return Creation.NO_SPACE;
    }
    int entry = entries[next];
    long offset =
        creation.create(
            entry,
            id.word0(),
            id.word1(),
            id.word2(),
            dataLength,
            metadataLength,
            end,
            Micros.now());
    if (offset == Creation.DUPLICATE && creation.isStranded(entry)) {
      next++;
      abortStranded(entry);
    }
    return offset;
  }

  /**
   * The store took the lease back while this side found the id taken: the entry still owns a block,
   * under an id that is another object's. Under a name of its own it is an unsealed object like any
   * other, and can be aborted.
   */
  private void abortStranded(int entry) {
    ObjectId name = ObjectId.random();
    segment.entries().id(entry, name.word0(), name.word1(), name.word2());
    if (segment.table().insert(entry) == ObjectTable.ABSENT) {
      calls.call(new AbortRequest(name));
    }
  }

  private Draft taken(ObjectId id, long offset, long dataLength, int metadataLength) {
    int entry = entries[next++];
    return new Draft(
        id,
        Entries.ref(entry, segment.entries().control(entry)),
        offset,
        dataLength,
        metadataLength);
  }

  /** The old extent goes back; unused entries stay, and new ones come to them. */
  private boolean renew(long wantBytes) {
    if (pause > 0) {
      pause--;
      return false;
    }
    int unused = entries.length - next;
    LeaseReply lease = calls.call(new LeaseRequest(wantBytes, ENTRIES_WANTED - unused));
    adopt(lease, unused);
    boolean granted = lease.length() > 0 && entries.length > 0;
    pause = granted ? 0 : PAUSE;
    return granted;
  }

  private void adopt(LeaseReply lease, int unused) {
    int[] all = new int[unused + lease.entries().length];
    System.arraycopy(entries, next, all, 0, unused);
    System.arraycopy(lease.entries(), 0, all, unused, lease.entries().length);
    entries = all;
    next = 0;
    end = lease.offset() + lease.length();
  }
}
