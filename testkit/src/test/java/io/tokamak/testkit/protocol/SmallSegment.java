// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.protocol;

import static java.util.Objects.requireNonNull;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.OwnPin;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.slot.Pins;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.slot.SealRing;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Stage;

/** The real protocol classes over a segment of four entries and two slots with two pins each. */
final class SmallSegment {
  static final long DATA_LENGTH = 64;
  private static final SegmentGeometry GEOMETRY = new SegmentGeometry(4096, 2, 4);
  private static final int PINS_IN_USE = 2;

  final SharedWords words;
  final Entries entries;
  final ObjectTable table;
  final Retirement retirement;

  /** On a stage, where races on the data of objects are violations. */
  SmallSegment(Stage stage) {
    this(stage.words());
    stage.raceFree(GEOMETRY.dataOffset(), GEOMETRY.dataLength());
    openSlots(stage);
  }

  /** On a stage where races are none: violations show in the values that are read. */
  static SmallSegment whereValuesTell(Stage stage) {
    SmallSegment segment = new SmallSegment(stage.words());
    segment.openSlots(stage);
    return segment;
  }

  private void openSlots(Stage stage) {
    for (int entry = 0; entry < GEOMETRY.entryCount(); entry++) {
      stage.name(GEOMETRY.entriesOffset() + entry * 64L, "control" + entry);
      stage.name(GEOMETRY.bucketsOffset() + entry * 8L, "bucket" + entry);
      stage.name(dataOffset(entry), "data" + entry);
    }
    for (int slot = 0; slot < GEOMETRY.slotCount(); slot++) {
      words.putPlain(GEOMETRY.slotOffset(slot) + SlotLayout.PIN_LIMIT, PINS_IN_USE);
      for (int pin = 0; pin < PINS_IN_USE; pin++) {
        long offset = GEOMETRY.slotOffset(slot) + SlotLayout.PINS + pin * 8L;
        stage.name(offset, "pin" + slot + "." + pin);
      }
    }
  }

  /** The same segment through other words. */
  SmallSegment(SharedWords words) {
    this.words = words;
    this.entries = new Entries(words, GEOMETRY);
    this.table = new ObjectTable(words, GEOMETRY, entries);
    this.retirement = new Retirement(words, entries, table);
  }

  Pins pins(int slot) {
    return new Pins(words, GEOMETRY.slotOffset(slot));
  }

  Pinning pinning(int slot) {
    return new Pinning(words, entries, pins(slot));
  }

  /** A pin set aside in the slot, for a client whose session is number 0. */
  OwnPin ownPin(int slot) {
    ClientSlot client = new ClientSlot(words, GEOMETRY, entries, slot);
    return requireNonNull(client.setAside(table, entries, 0, 0));
  }

  SealRing ring() {
    return new SealRing(words, GEOMETRY.slotOffset(0));
  }

  long bucket(int index) {
    return words.getPlain(GEOMETRY.bucketsOffset() + index * 8L);
  }

  static long dataOffset(int entry) {
    return GEOMETRY.dataOffset() + entry * DATA_LENGTH;
  }

  /** Puts an object into an EMPTY entry, sealed; its data is its id. */
  long put(int entry, long id) {
    long empty = entries.control(entry);
    prepare(entry, id);
    words.putPlain(dataOffset(entry), id);
    table.insert(entry);
    long created = entries.control(entry);
    entries.compareAndSet(entry, created, Control.withState(created, Control.SEALED));
    return ObjectRef.of(entry, Control.generation(empty));
  }

  /** Makes an EMPTY entry a CREATED object outside every chain. */
  void prepare(int entry, long id) {
    long empty = entries.control(entry);
    entries.id(entry, id, 0, 0);
    entries.block(entry, entry * DATA_LENGTH, 8, 0);
    entries.publish(entry, Control.of(Control.CREATED, 0, Control.generation(empty)));
  }

  long find(long id) {
    return table.find(id, 0, 0);
  }
}
