// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.AccessClock;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.slot.Pins;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;

/**
 * Get and release without a word to the store: look the id up in the shared table, claim a pin in this client's slot, look
 * at the object again.
 *
 * <p>Thread-safe. No allocation, lock or system call.
 */
final class LocalPins {
  /** The object is pinned and the hold has begun. */
  static final int PINNED = 0;

  /** There is no sealed object of this id. */
  static final int ABSENT = 1;

  /** The shared table does not tell, or no pin is free: ask the store. */
  static final int ASK = 2;

  private static final int ATTEMPTS = 32;
  private static final int PINS_PER_CACHE_LINE = 8;

  private final ObjectTable table;
  private final Entries entries;
  private final Pins pins;
  private final Pinning pinning;
  private final AccessClock clock;

  LocalPins(Segment segment, ClientSlot slot) {
    this.table = segment.table();
    this.entries = segment.entries();
    this.pins = slot.pins();
    this.pinning = new Pinning(segment.words(), segment.entries(), slot.pins());
    this.clock = slot.clock();
  }

  /** Pins the object in an idle hold; returns {@link #PINNED}, {@link #ABSENT} or {@link #ASK}. */
  int pin(ObjectId id, Hold hold) {
    int hint = hint(hold);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long ref = table.find(id.word0(), id.word1(), id.word2());
      if (ref <= ObjectTable.ABSENT) {
        return ref == ObjectTable.ABSENT ? ABSENT : ASK;
      }
      int pin = pinning.pin(ref, hint);
      if (pin >= 0) {
        begin(hold, id, ref, pin);
        return PINNED;
      }
      if (pin == Pinning.FULL) {
        return ASK;
      }
      if (isUnsealed(ref)) {
        return ABSENT;
      }
      Thread.onSpinWait();
    }
    return ASK;
  }

  /** The pin the handle had last, or one in a cache line that this thread shares with few others. */
  private static int hint(Hold hold) {
    int last = hold.pinIndex();
    return last >= 0 ? last : (int) Thread.currentThread().threadId() * PINS_PER_CACHE_LINE;
  }

  private void begin(Hold hold, ObjectId id, long ref, int pin) {
    int entry = ObjectRef.entry(ref);
    hold.begin(id, ref, pin, entries.offset(entry), entries.dataLength(entry), entries.metadataLength(entry));
  }

  private boolean isUnsealed(long ref) {
    long control = entries.control(ObjectRef.entry(ref));
    return Control.generation(control) == ObjectRef.generation(ref) && Control.state(control) == Control.CREATED;
  }

  /**
   * Claims a pin for an object that this client is about to seal, so that nobody can delete it in between.
   *
   * @return its index, or {@link Pins#FULL}
   */
  int claim(long ref, Hold hold) {
    return pins.claim(ref, hint(hold));
  }

  /** Takes back what {@link #claim} claimed. */
  void abandon(int pin) {
    pins.clear(pin);
  }

  /** Gives a pin up; true when the store should hear of it, as the object waits for deletion. */
  boolean unpin(int pin, long ref) {
    clock.touch(ObjectRef.entry(ref));
    return pinning.unpin(pin, ref);
  }

  /** Whether any pin of the slot is in use. */
  boolean anyInUse() {
    boolean[] found = new boolean[1];
    pins.forEach(ref -> found[0] = true);
    return found[0];
  }
}
