// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.AccessClock;
import io.tokamak.memory.slot.Creation;
import io.tokamak.memory.slot.LeaseCursor;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.slot.Pins;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.slot.SealRing;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.MappedWords;
import java.lang.foreign.Arena;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A segment in off-heap memory, shared by all states of a test: jcstress makes them by the million.
 * Each gets places of its own, two slots and two entries, which come around again when it is long
 * over: see {@link #PLACES}.
 *
 * <p>So many slots would take half a gigabyte. Here they begin every {@value #SLOT_DISTANCE} bytes
 * and overlap; the few words that a test uses of them do not: pin 0 and the limit; cursor and tick;
 * ends and first two places of the ring.
 */
final class Playground {
  /**
   * More than can be alive at once: jcstress has 40 strides of 256 states (its options {@code
   * -strideCount} and {@code -strideSize}), and makes the next 10,240 one by one while it looks at
   * the last. So a place comes around when its state has been counted for a whole round.
   */
  static final int PLACES = 1 << 15;

  private static final int SLOT_DISTANCE = 320;
  private static final int CREATOR_PID = 1;

  final MappedWords words;
  final SegmentGeometry geometry;
  final Entries entries;
  final ObjectTable table;
  final Retirement retirement;
  private final AtomicInteger next = new AtomicInteger();

  Playground() {
    geometry = new SegmentGeometry(2L * PLACES * BlockLength.GRANULE, 2 * PLACES, 2 * PLACES);
    words =
        new MappedWords(
            Arena.global().allocate(geometry.segmentLength(), SegmentGeometry.PART_ALIGNMENT));
    entries = new Entries(words, geometry);
    table = new ObjectTable(words, geometry, entries);
    retirement = new Retirement(words, entries, table);
  }

  private long slot(int index) {
    return geometry.slotsOffset() + (long) index * SLOT_DISTANCE;
  }

  /** The first of the two slots and entries of a new state. */
  int place() {
    return 2 * (next.getAndIncrement() & (PLACES - 1));
  }

  /** A slot's pins, of which a scan reads one. */
  Pins pins(int slot) {
    words.putPlain(slot(slot) + SlotLayout.PIN_LIMIT, 1);
    return new Pins(words, slot(slot));
  }

  Pinning pinning(int slot) {
    return new Pinning(words, entries, pins(slot));
  }

  LeaseCursor lease(int slot) {
    return new LeaseCursor(words, slot(slot));
  }

  /** A slot's ring, as new. */
  SealRing ring(int slot) {
    words.putPlain(slot(slot) + SlotLayout.RING_HEAD, 0);
    words.putPlain(slot(slot) + SlotLayout.RING_TAIL, 0);
    return new SealRing(words, slot(slot));
  }

  AccessClock clock(int slot) {
    return new AccessClock(words, entries, slot(slot));
  }

  Creation creation(int slot) {
    return new Creation(entries, table, lease(slot), slot, CREATOR_PID);
  }

  /**
   * Removes an object. The store is one thread, and unlinks without a thought of another; jcstress
   * runs the arbiters of different states in several threads, and states share chains.
   */
  synchronized void remove(long ref) {
    retirement.free(ref);
  }

  /** Makes the entry a sealed object of its next life; returns its reference. */
  long seal(int entry) {
    int generation = Control.generation(entries.control(entry));
    entries.publish(entry, Control.of(Control.SEALED, Control.NO_SLOT, generation));
    return Entries.ref(entry, entries.control(entry));
  }
}
