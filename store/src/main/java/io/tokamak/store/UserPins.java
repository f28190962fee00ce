// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ObjectNotFoundException;
import java.util.List;

/**
 * Objects that a user keeps from being evicted until unpinned. Pinning twice is pinning once;
 * deleting still deletes.
 */
final class UserPins {
  private final Lookup lookup;
  private final Seals seals;
  private final Entries entries;
  private final Objects objects;
  private final SegmentSignals signals;

  UserPins(Lookup lookup, Seals seals, Entries entries, Objects objects, SegmentSignals signals) {
    this.lookup = lookup;
    this.seals = seals;
    this.entries = entries;
    this.objects = objects;
    this.signals = signals;
  }

  /** Pins all of the ids, or none when one of them is not there. */
  void pin(List<ObjectId> ids) {
    long[] refs = ids.stream().mapToLong(this::require).toArray();
    for (long ref : refs) {
      int entry = ObjectRef.entry(ref);
      entries.flags(entry, entries.flags(entry) | EntryLayout.PINNED_BY_USER);
    }
  }

  /** Unpins all of the ids, or none when one of them is not there. */
  void unpin(List<ObjectId> ids) {
    long[] refs = ids.stream().mapToLong(this::require).toArray();
    for (long ref : refs) {
      int entry = ObjectRef.entry(ref);
      if ((entries.flags(entry) & EntryLayout.PINNED_BY_USER) != 0) {
        entries.flags(entry, entries.flags(entry) & ~EntryLayout.PINNED_BY_USER);
        objects
            .accountOf(entry)
            .requeue(ref, Math.clamp(entries.accessTick(entry), 0, signals.clock()));
      }
    }
  }

  private long require(ObjectId id) {
    long ref = lookup.findReadable(id);
    if (ref == ObjectRef.NONE || !seals.announce(ref)) {
      throw new ObjectNotFoundException(
          "pin or unpin " + id + ": no such sealed object; nothing was changed");
    }
    return ref;
  }
}
