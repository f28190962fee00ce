// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.BucketWord;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.HeaderLayout;
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
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Stage;
import java.util.HashSet;
import java.util.Set;

/**
 * A segment just large enough for a scenario, over the words of a stage. Each entry has one granule
 * of the data area, whose first word stands for the bytes of its object: the protocol has to keep
 * every race away from it.
 *
 * <p>A slot's scan looks at one pin at first, instead of 64: the protocol does not care.
 */
final class TinySegment {
  /** What the memory of a freed object is overwritten with. */
  static final long SCRIBBLE = 666;

  private static final int SLOTS = 2;
  private static final int CREATOR_PID = 7;

  final SharedWords words;
  final SegmentGeometry geometry;
  final Entries entries;
  final ObjectTable table;
  final SegmentSignals signals;
  final Retirement retirement;

  TinySegment(Stage stage, int entryCount) {
    words = stage.words();
    geometry = geometry(entryCount);
    entries = new Entries(words, geometry);
    table = new ObjectTable(words, geometry, entries);
    signals = new SegmentSignals(words);
    retirement = new Retirement(words, entries, table);
    stage.raceFree(geometry.dataOffset(), geometry.dataLength());
    openSlots();
    nameWords(stage);
  }

  static SegmentGeometry geometry(int entryCount) {
    return new SegmentGeometry((long) entryCount * BlockLength.GRANULE, SLOTS, entryCount);
  }

  private void openSlots() {
    for (int slot = 0; slot < SLOTS; slot++) {
      words.putPlain(geometry.slotOffset(slot) + SlotLayout.PIN_LIMIT, 1);
      words.putPlain(geometry.slotOffset(slot) + SlotLayout.LEASE_CURSOR, LeaseCursor.CLOSED);
    }
  }

  private void nameWords(Stage stage) {
    stage.name(HeaderLayout.INTEREST, "interest").name(HeaderLayout.DOORBELL, "doorbell");
    for (int slot = 0; slot < SLOTS; slot++) {
      long at = geometry.slotOffset(slot);
      stage.name(at + SlotLayout.PIN_LIMIT, "pinLimit" + slot);
      stage.name(at + SlotLayout.LEASE_CURSOR, "cursor" + slot);
      stage.name(at + SlotLayout.RING_HEAD, "ringHead" + slot);
      stage.name(at + SlotLayout.RING_TAIL, "ringTail" + slot);
      stage.name(at + SlotLayout.PINS, "pin" + slot + ".0");
      stage.name(at + SlotLayout.PINS + Long.BYTES, "pin" + slot + ".1");
    }
    for (int bucket = 0; bucket < geometry.bucketCount(); bucket++) {
      stage.name(geometry.bucketsOffset() + (long) bucket * BucketWord.LENGTH, "bucket" + bucket);
    }
    for (int entry = 0; entry < geometry.entryCount(); entry++) {
      long at = geometry.entriesOffset() + (long) entry * EntryLayout.LENGTH;
      stage.name(at + EntryLayout.CONTROL, "control" + entry);
      stage.name(at + EntryLayout.ID_0, "id" + entry);
      stage.name(at + EntryLayout.ID_2, "next" + entry);
      stage.name(dataWord(entry), "data" + entry);
    }
  }

  long dataWord(int entry) {
    return geometry.dataOffset() + (long) entry * BlockLength.GRANULE;
  }

  Pins pins(int slot) {
    return new Pins(words, geometry.slotOffset(slot));
  }

  Pinning pinning(int slot) {
    return new Pinning(words, entries, pins(slot));
  }

  LeaseCursor lease(int slot) {
    return new LeaseCursor(words, geometry.slotOffset(slot));
  }

  SealRing ring(int slot) {
    return new SealRing(words, geometry.slotOffset(slot));
  }

  AccessClock clock(int slot) {
    return new AccessClock(words, entries, geometry.slotOffset(slot));
  }

  Creation creation(int slot) {
    return new Creation(entries, table, lease(slot), slot, CREATOR_PID);
  }

  long find(TinyId id) {
    return table.find(id.word0(), 0, 0);
  }

  /** Writes an object into the empty entry, seals it and links it; returns its reference. */
  long putSealed(int entry, TinyId id) {
    long ref = putCreated(entry, id, Control.NO_SLOT);
    long created = entries.control(entry);
    entries.publish(entry, Control.withState(created, Control.SEALED));
    return ref;
  }

  /** The same, not sealed yet, as the object of a client. */
  long putCreated(int entry, TinyId id, int slot) {
    int generation = Control.generation(entries.control(entry));
    entries.id(entry, id.word0(), 0, 0);
    entries.block(entry, (long) entry * BlockLength.GRANULE, Long.BYTES, 0);
    words.putPlain(dataWord(entry), id.word0());
    entries.publish(entry, Control.of(Control.CREATED, slot, generation));
    assertThat(table.insert(entry)).isEqualTo(ObjectTable.ABSENT);
    return Entries.ref(entry, entries.control(entry));
  }

  /** Evicts as the store does, and overwrites the memory that it frees; false when it is pinned. */
  boolean evict(long ref, int entry) {
    long control = retirement.begin(ref);
    if (control == 0) {
      return false;
    }
    retirement.fence();
    if (allPinned().contains(ref)) {
      retirement.restore(ref, control);
      return false;
    }
    retirement.free(ref);
    words.putPlain(dataWord(entry), SCRIBBLE);
    return true;
  }

  private Set<Long> allPinned() {
    Set<Long> pinned = new HashSet<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      pins(slot).forEach(pinned::add);
    }
    return pinned;
  }
}
