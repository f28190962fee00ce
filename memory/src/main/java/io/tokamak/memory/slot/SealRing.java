// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import static io.tokamak.memory.layout.SlotLayout.RING;
import static io.tokamak.memory.layout.SlotLayout.RING_COUNT;
import static io.tokamak.memory.layout.SlotLayout.RING_HEAD;
import static io.tokamak.memory.layout.SlotLayout.RING_TAIL;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.words.SharedWords;

/**
 * The ring through which a client tells the store what it sealed: many producers (threads of one
 * client), one consumer (the store). A producer takes a position by compare-and-set of the tail,
 * then writes the word; the consumer takes words in order, stops at one that is not written yet,
 * and zeroes what it took.
 *
 * <p>The ring only saves the store a search: the truth is the entry's state. A client that dies
 * between the two steps loses nothing, as the store goes through the entries it granted that
 * client. Allocates nothing.
 */
public final class SealRing {
  private final SharedWords words;
  private final long head;
  private final long tail;
  private final long ring;

  /** The ring of the slot at {@code slotOffset}. */
  public SealRing(SharedWords words, long slotOffset) {
    this.words = words;
    this.head = slotOffset + RING_HEAD;
    this.tail = slotOffset + RING_TAIL;
    this.ring = slotOffset + RING;
  }

  /**
   * Appends a reference.
   *
   * @return false when the ring is full: let the store drain it, then try again
   */
  public boolean push(long ref) {
    long position;
    do {
      position = words.getAcquire(tail);
      if (position - words.getVolatile(head) >= RING_COUNT) {
        return false;
      }
    } while (!words.compareAndSet(tail, position, position + 1));
    words.putRelease(at(position), ref);
    return true;
  }

  /** Whether so much waits that the store should be told even if nobody waits for seals. */
  public boolean isHalfFull() {
    return words.getPlain(tail) - words.getPlain(head) >= RING_COUNT / 2;
  }

  /** The oldest reference, taken out, or {@link ObjectRef#NONE}; the store only. */
  public long poll() {
    long position = words.getPlain(head);
    long ref = words.getAcquire(at(position));
    if (ref != ObjectRef.NONE) {
      words.putPlain(at(position), ObjectRef.NONE);
      words.putRelease(head, position + 1);
    }
    return ref;
  }

  /** Empties the ring for a new owner of the slot; the store only. */
  public void wipe() {
    for (int position = 0; position < RING_COUNT; position++) {
      words.putPlain(at(position), ObjectRef.NONE);
    }
    words.putPlain(tail, 0);
    words.putVolatile(head, 0);
  }

  private long at(long position) {
    return ring + (position & (RING_COUNT - 1)) * Long.BYTES;
  }
}
