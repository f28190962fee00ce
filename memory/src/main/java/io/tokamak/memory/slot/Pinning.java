// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.words.SharedWords;

/**
 * The reader's half of the pin protocol, a hazard pointer (Michael, 2004) between processes. The
 * store's half is {@link Retirement}.
 *
 * <pre>
 *   reader                          store
 *   pin word := (entry, gen)        control := EVICTING
 *   full fence                      full fence
 *   control still readable?         any pin word = (entry, gen)?
 *     yes: pinned                     yes: control := back
 *     no:  pin word := 0              no:  free, generation + 1
 * </pre>
 *
 * Each side writes its own word, fences, and reads the other's: at least one sees the other.
 * Without either fence both may read old values, and an object would be freed under a reader's
 * hands: no other access here is relied upon to order the two, on either side.
 *
 * <p>A client that dies leaves pins and nothing else; the store wipes them with the slot.
 * Thread-safe; no allocation, lock or system call.
 */
public final class Pinning {
  /** The object of this reference is gone or not sealed. */
  public static final int GONE = -1;

  /** The store is looking for pins of it right now: try again or ask. */
  public static final int BUSY = -2;

  /** No pin is free: the store must pin on its books. */
  public static final int FULL = -3;

  private final SharedWords words;
  private final Entries entries;
  private final Pins pins;

  /** Pins objects of {@code entries} in the slot of {@code pins}. */
  public Pinning(SharedWords words, Entries entries, Pins pins) {
    this.words = words;
    this.entries = entries;
    this.pins = pins;
  }

  /**
   * Pins the object {@code ref} with any free pin.
   *
   * @param hint the pin index to try first
   * @return the pin's index, {@link #GONE}, {@link #BUSY} or {@link #FULL}
   */
  public int pin(long ref, int hint) {
    int index = pins.claim(ref, hint);
    if (index == Pins.FULL) {
      return FULL;
    }
    int verdict = confirm(ref);
    if (verdict < 0) {
      pins.clear(index);
      return verdict;
    }
    return index;
  }

  /**
   * Pins the object {@code ref} with a pin that the caller set aside: one store, one fence, one
   * load.
   *
   * @return 0, {@link #GONE} or {@link #BUSY}
   */
  public int pinReserved(long ref, int index) {
    pins.set(index, ref);
    int verdict = confirm(ref);
    if (verdict < 0) {
      pins.unset(index);
    }
    return verdict;
  }

  /** The pin is written; this decides whether it holds. */
  private int confirm(long ref) {
    words.fullFence();
    long control = entries.control(ObjectRef.entry(ref));
    if (Control.generation(control) != ObjectRef.generation(ref)) {
      return GONE;
    }
    if (Control.isReadable(control)) {
      return 0;
    }
    return Control.state(control) == Control.EVICTING ? BUSY : GONE;
  }

  /**
   * Gives pin {@code index} of object {@code ref} up.
   *
   * @return true when the object waits for deletion: the store should be told, so that it goes now
   */
  public boolean unpin(int index, long ref) {
    pins.clear(index);
    return isDeleting(ref);
  }

  /** The same for a pin that stays set aside. */
  public boolean unpinReserved(int index, long ref) {
    pins.unset(index);
    return isDeleting(ref);
  }

  /**
   * Not fenced against the clearing before it: that would double the cost of a release to catch a
   * deletion within the same nanoseconds, which the store finds at its next look.
   */
  private boolean isDeleting(long ref) {
    long control = entries.control(ObjectRef.entry(ref));
    return Control.generation(control) == ObjectRef.generation(ref)
        && Control.state(control) == Control.DELETING;
  }
}
