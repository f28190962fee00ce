// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.AccessClock;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.slot.Pins;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.wire.ObjectId;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Get and release without a word to the store: look the id up in the shared table, write a pin in
 * this client's slot, look at the object again. Handles made to be used again have a pin of their
 * own; others claim one each time.
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

  /** Of all pins, so many may be set aside for handles that are used again and again. */
  private static final int MOST_SET_ASIDE = SlotLayout.PIN_COUNT / 2;

  private final ClientSlot slot;
  private final long sessionId;
  private final ObjectTable table;
  private final Entries entries;
  private final Pins pins;
  private final Pinning pinning;
  private final AccessClock clock;
  private final AtomicInteger setAside = new AtomicInteger();

  LocalPins(Segment segment, ClientSlot slot, long sessionId) {
    this.slot = slot;
    this.sessionId = sessionId;
    this.table = segment.table();
    this.entries = segment.entries();
    this.pins = slot.pins();
    this.pinning = new Pinning(segment.words(), segment.entries(), slot.pins());
    this.clock = slot.clock();
  }

  /** Pins the object in an idle hold; returns {@link #PINNED}, {@link #ABSENT} or {@link #ASK}. */
  int pin(ObjectId id, Hold hold) {
    if (hold.wantsOwnPin()) {
      setAsideFor(hold);
    }
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long ref = table.find(id.word0(), id.word1(), id.word2());
      if (ref <= ObjectTable.ABSENT) {
        return ref == ObjectTable.ABSENT ? ABSENT : ASK;
      }
      int pin = pinWith(ref, hold);
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

  private int pinWith(long ref, Hold hold) {
    OwnPin own = hold.ownPin();
    if (own == null) {
      return pinning.pin(ref, hint());
    }
    int verdict = pinning.pinReserved(ref, own.index());
    return verdict == 0 ? own.index() : verdict;
  }

  /** There is no second attempt: a handle that finds no pin to keep claims one each time. */
  private void setAsideFor(Hold hold) {
    OwnPin own =
        setAside.incrementAndGet() <= MOST_SET_ASIDE
            ? slot.setAside(table, entries, sessionId, hint())
            : null;
    hold.ownPin(own);
    if (own == null) {
      setAside.decrementAndGet();
    }
  }

  /** The handle is garbage: its own pin is free for others. */
  void giveBack(OwnPin own) {
    pins.clear(own.index());
    setAside.decrementAndGet();
  }

  /** A pin in a cache line that this thread shares with few others. */
  private static int hint() {
    return (int) Thread.currentThread().threadId() * PINS_PER_CACHE_LINE;
  }

  private void begin(Hold hold, ObjectId id, long ref, int pin) {
    int entry = ObjectRef.entry(ref);
    hold.begin(
        id,
        ref,
        pin,
        entries.offset(entry),
        entries.dataLength(entry),
        entries.metadataLength(entry));
  }

  private boolean isUnsealed(long ref) {
    long control = entries.control(ObjectRef.entry(ref));
    return Control.generation(control) == ObjectRef.generation(ref)
        && Control.state(control) == Control.CREATED;
  }

  /**
   * Claims a pin for an object that this client is about to seal, so that nobody can delete it in
   * between.
   *
   * @return its index, or {@link Pins#FULL}
   */
  int claim(long ref) {
    return pins.claim(ref, hint());
  }

  /** Takes back what {@link #claim} claimed. */
  void abandon(int pin) {
    pins.clear(pin);
  }

  /**
   * Gives up what the pin holds; true when the store should hear of it, as the object waits for
   * deletion.
   */
  boolean unpin(Hold hold, int pin, long ref) {
    clock.touch(ObjectRef.entry(ref));
    OwnPin own = hold.ownPin();
    return (own != null && pin == own.index())
        ? pinning.unpinReserved(pin, ref)
        : pinning.unpin(pin, ref);
  }

  /** Whether any pin of the slot is in use. */
  boolean anyInUse() {
    boolean[] found = new boolean[1];
    pins.forEach(ref -> found[0] = true);
    return found[0];
  }
}
