// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import static io.tokamak.memory.layout.SlotLayout.PINS;
import static io.tokamak.memory.layout.SlotLayout.PIN_COUNT;
import static io.tokamak.memory.layout.SlotLayout.PIN_LIMIT;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.words.SharedWords;
import java.util.function.LongConsumer;

/**
 * The pins of one client slot: words that say "this object is in use". Any thread of the client,
 * and the store on the client's behalf, claims a free word by compare-and-set, so no index is kept
 * anywhere that a dying process could lose.
 *
 * <p>Only words below the limit can be in use; the limit doubles when they are all taken, so that a
 * scan reads little of a client that pins little. Thread-safe; allocates nothing.
 */
public final class Pins {
  /** All pins of the slot are taken. */
  public static final int FULL = -1;

  /** In a pin that is set aside and holds nothing; equal to no reference. */
  static final long RESERVED = -1;

  /** Pins a scan always looks at. */
  public static final int INITIAL_LIMIT = 64;

  /** Doublings until the limit is reached, and some for threads that double at the same time. */
  private static final int GROWTHS = 16;

  private final SharedWords words;
  private final long pins;
  private final long limit;

  /** The pins of the slot at {@code slotOffset}. */
  public Pins(SharedWords words, long slotOffset) {
    this.words = words;
    this.pins = slotOffset + PINS;
    this.limit = slotOffset + PIN_LIMIT;
  }

  /**
   * Writes {@code ref} into a free pin, searching from {@code hint}. The caller must then fence and
   * look at the object's control word again: see {@link Pinning}.
   *
   * @return the pin's index, or {@link #FULL}
   */
  public int claim(long ref, int hint) {
    for (int attempt = 0; attempt < GROWTHS; attempt++) {
      long found = words.getAcquire(limit);
      int inUse = usable(found);
      int index = claimBelow(ref, hint, inUse);
      if (index != FULL || inUse == PIN_COUNT) {
        return index;
      }
      words.compareAndSet(limit, found, inUse * 2L);
    }
    return FULL;
  }

  /** The store pins here too, for a client that may have written nonsense into the limit. */
  private static int usable(long limit) {
    return Integer.highestOneBit(Math.clamp(limit, 1, PIN_COUNT));
  }

  private int claimBelow(long ref, int hint, int inUse) {
    for (int step = 0; step < inUse; step++) {
      int index = (hint + step) & (inUse - 1);
      long at = at(index);
      if (words.getPlain(at) == ObjectRef.NONE && words.compareAndSet(at, ObjectRef.NONE, ref)) {
        return index;
      }
    }
    return FULL;
  }

  /** Gives a pin up: anybody may claim it. */
  public void clear(int index) {
    words.putRelease(at(index), ObjectRef.NONE);
  }

  /**
   * Sets a free pin aside for one user, who then writes it without a compare-and-set: {@link #set}
   * and {@link #unset}.
   *
   * @return the pin's index, or {@link #FULL}
   */
  public int reserve(int hint) {
    return claim(RESERVED, hint);
  }

  /**
   * Pins with a pin set aside. The caller must fence and look at the control word: see {@link
   * Pinning}.
   */
  public void set(int index, long ref) {
    words.putRelease(at(index), ref);
  }

  /** Gives up what a pin set aside holds, and keeps the pin. */
  public void unset(int index) {
    words.putRelease(at(index), RESERVED);
  }

  /** What the pin holds, {@link ObjectRef#NONE} when free. */
  public long ref(int index) {
    return words.getVolatile(at(index));
  }

  /**
   * Shows every pin in use to {@code visitor}; the store's scan, which trusts no client's limit.
   * Who must not miss a pin fences before: see {@link Retirement#fence}. What a reader did before
   * it gave a pin up happened before its absence is seen here.
   */
  public void forEach(LongConsumer visitor) {
    int inUse = usable(words.getAcquire(limit));
    for (int index = 0; index < inUse; index++) {
      long ref = words.getAcquire(at(index));
      if (ref != ObjectRef.NONE && ref != RESERVED) {
        visitor.accept(ref);
      }
    }
  }

  /** Empties all pins; the store only, for a client that is gone or not there yet. */
  public void wipe() {
    for (int index = 0; index < PIN_COUNT; index++) {
      words.putPlain(at(index), ObjectRef.NONE);
    }
    words.putVolatile(limit, INITIAL_LIMIT);
  }

  /** Where the pin is in the segment. */
  long at(int index) {
    return pins + (long) index * Long.BYTES;
  }
}
