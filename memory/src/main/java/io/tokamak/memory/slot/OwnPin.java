// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;

/**
 * A pin that one user has set aside, with all that a get of a present object takes: the reader's
 * half of the protocol of {@link Pinning} in as few instructions as it can be: one fence, one
 * ordered load, no compare-and-set, and nothing that has to be looked up. The fence is what such a
 * get costs beside its cache misses (bucket, entry, data).
 *
 * <p>What is not plain (absent, unsealed, changing, a slot that was taken away) is left to {@link
 * Pinning}. For one thread at a time. Allocates nothing; no lock, no system call.
 */
public final class OwnPin {
  private final SharedWords words;
  private final ObjectTable table;
  private final Entries entries;
  private final int index;
  private final long pin;
  private final long owner;
  private final long lastTick;
  private final long sessionId;

  OwnPin(
      SharedWords words,
      ObjectTable table,
      Entries entries,
      Pins pins,
      long slotOffset,
      int index,
      long sessionId) {
    this.words = words;
    this.table = table;
    this.entries = entries;
    this.index = index;
    this.pin = pins.at(index);
    this.owner = slotOffset + SlotLayout.SESSION_ID;
    this.lastTick = slotOffset + SlotLayout.LAST_TICK;
    this.sessionId = sessionId;
  }

  /** The number of the pin in its slot. */
  public int index() {
    return index;
  }

  /**
   * Pins the object of this id if that is plain.
   *
   * @param hint number of the entry where it may be, from {@link ObjectRef#entry}, plus 1; any
   *     other number when nothing is known
   * @return its reference, or {@link ObjectRef#NONE} when {@link Pinning} has to tell; then nothing
   *     is pinned
   */
  public long pin(long id0, long id1, int id2, int hint) {
    long ref = table.glanceAt(hint, id0, id1, id2);
    if (ref == ObjectTable.ABSENT) {
      ref = table.glance(id0, id1, id2);
    }
    return ref == ObjectTable.ABSENT || confirmed(ref) ? ref : ObjectRef.NONE;
  }

  private boolean confirmed(long ref) {
    SharedWords memory = words;
    memory.putPlain(pin, ref);
    if (table.isStill(ref) && memory.getPlain(owner) == sessionId) {
      return true;
    }
    unsetIfOwned();
    return false;
  }

  private void unsetIfOwned() {
    if (words.getPlain(owner) == sessionId) {
      words.putRelease(pin, Pins.RESERVED);
    }
  }

  /** Offset of the pinned object's data in the data area. */
  public long offset(long ref) {
    return entries.offset(ObjectRef.entry(ref));
  }

  /** Bytes of the pinned object's data. */
  public long dataLength(long ref) {
    return entries.dataLength(ObjectRef.entry(ref));
  }

  /** Bytes of the pinned object's metadata. */
  public int metadataLength(long ref) {
    return entries.metadataLength(ObjectRef.entry(ref));
  }

  /**
   * Notes the access and gives the object up.
   *
   * @return true when the object waits for deletion: the store should be told, so that it goes now
   */
  public boolean unpin(long ref) {
    SharedWords memory = words;
    long entry = entries.position(ObjectRef.entry(ref));
    touch(memory, entry + EntryLayout.ACCESS_TICK);
    unsetIfOwned();
    long control = memory.getPlain(entry);
    return Control.state(control) == Control.DELETING
        && Control.generation(control) == ObjectRef.generation(ref);
  }

  /** As {@link AccessClock#touch}. */
  private void touch(SharedWords memory, long accessTick) {
    long clock = memory.getPlain(HeaderLayout.CLOCK);
    boolean touchedLately = memory.getPlain(accessTick) > clock;
    if (touchedLately && memory.getPlain(HeaderLayout.SHARED_MODE) != 0) {
      return;
    }
    long tick = Math.max(memory.getPlain(lastTick), clock) + 1;
    memory.putPlain(lastTick, tick);
    memory.putPlain(accessTick, tick);
  }
}
