// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.bridge;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.table.Entries;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.StoreNews;
import io.tokamak.wire.ObjectId;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;

/**
 * Walks the object table for sealed objects, some entries at a time, while store and clients go on.
 * What is sealed or goes meanwhile is told or not: whoever must not miss it listens as well.
 */
final class Survey {
  private static final int ENTRIES_PER_STEP = 1024;

  private final Entries entries;
  private final IntSupplier everUsed;
  private final Bounds bounds;

  /**
   * @param everUsed how many entries there are to look at
   */
  Survey(Segment segment, IntSupplier everUsed) {
    this.entries = segment.entries();
    this.everUsed = everUsed;
    this.bounds = new Bounds(segment.data().byteSize());
  }

  /** See {@link io.tokamak.transfer.LocalStore#survey}. */
  int step(int cursor, StoreNews listener) {
    int end = Math.min(everUsed.getAsInt(), cursor + ENTRIES_PER_STEP);
    for (int entry = cursor; entry < end; entry++) {
      look(entry, listener);
    }
    return end < everUsed.getAsInt() ? end : 0;
  }

  /** What it read of an entry counts if the entry's life is the same afterwards. */
  private void look(int entry, StoreNews listener) {
    long control = entries.control(entry);
    if (!isThere(entry, control)) {
      return;
    }
    ObjectId id = ObjectId.fromWords(entries.id0(entry), entries.id1(entry), entries.id2(entry));
    long offset = entries.offset(entry);
    long dataLength = entries.dataLength(entry);
    int metadataLength = entries.metadataLength(entry);
    VarHandle.acquireFence();
    long after = entries.control(entry);
    int generation = Control.generation(control);
    if (Control.generation(after) == generation
        && Control.state(after) != Control.EMPTY
        && bounds.hold(offset, dataLength, metadataLength)) {
      listener.sealed(id, new Place(offset, dataLength, metadataLength, entry, generation));
    }
  }

  /**
   * The store that looks for pins of a sealed object may leave it where it is, or else tells its
   * end. One that waits for deletion is not worth a word.
   */
  private boolean isThere(int entry, long control) {
    int state = Control.state(control);
    return state == Control.SEALED
        || (state == Control.EVICTING && entries.sealedAtMicros(entry) != 0);
  }
}
