// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The layouts check themselves: alignment, overlaps, padding, who shares a cache line with whom.
 */
class LayoutTest {
  private static final int CACHE_LINE = 64;

  @Test
  void shouldFillTheEntryWithoutPadding() {
    Field.assertDense(
        EntryLayout.LENGTH,
        List.of(
            new Field("control", EntryLayout.CONTROL, 8),
            new Field("id0", EntryLayout.ID_0, 8),
            new Field("id1", EntryLayout.ID_1, 8),
            new Field("id2", EntryLayout.ID_2, 4),
            new Field("next", EntryLayout.NEXT, 4),
            new Field("offset", EntryLayout.OFFSET, 8),
            new Field("dataLength", EntryLayout.DATA_LENGTH, 8),
            new Field("metadataLength", EntryLayout.METADATA_LENGTH, 4),
            new Field("flags", EntryLayout.FLAGS, 4),
            new Field("accessTick", EntryLayout.ACCESS_TICK, 8)));
    assertThat(EntryLayout.LENGTH).isEqualTo(CACHE_LINE);
  }

  @Test
  void shouldLayOutTheRecord() {
    Field.assertDense(
        RecordLayout.LENGTH,
        List.of(
            new Field("createdAtMicros", RecordLayout.CREATED_AT_MICROS, 8),
            new Field("sealedAtMicros", RecordLayout.SEALED_AT_MICROS, 8),
            new Field("creatorPid and reserved", RecordLayout.CREATOR_PID, 8),
            new Field("checksum", RecordLayout.CHECKSUM, 8)));
  }

  @Test
  void shouldKeepWordsOfTheSlotWithDifferentWritersApart() {
    List<Field> fields =
        List.of(
            new Field("owner", SlotLayout.OWNER_PID, 24),
            new Field("lastTick", SlotLayout.LAST_TICK, 8),
            new Field("leaseCursor", SlotLayout.LEASE_CURSOR, 8),
            new Field("ringHead", SlotLayout.RING_HEAD, 8),
            new Field("ringTail", SlotLayout.RING_TAIL, 8),
            new Field("pinLimit", SlotLayout.PIN_LIMIT, 8),
            new Field("pins", SlotLayout.PINS, SlotLayout.PIN_COUNT * 8),
            new Field("ring", SlotLayout.RING, SlotLayout.RING_COUNT * 8));
    Field.assertSound(SlotLayout.LENGTH, fields);
    assertApart(fields);
    assertThat(SlotLayout.RING + SlotLayout.RING_COUNT * 8).isEqualTo(SlotLayout.LENGTH);
  }

  @Test
  void shouldKeepWordsOfTheHeaderThatChangeApart() {
    List<Field> changing =
        List.of(
            new Field("clock", HeaderLayout.CLOCK, 8),
            new Field("interest", HeaderLayout.INTEREST, 8),
            new Field("doorbell", HeaderLayout.DOORBELL, 8),
            new Field("reservedBytes", HeaderLayout.RESERVED_BYTES, 8),
            new Field("sharedMode", HeaderLayout.SHARED_MODE, 8));
    List<Field> all = new ArrayList<>(changing);
    all.add(new Field("constants", HeaderLayout.MAGIC, HeaderLayout.RECORDS_OFFSET + 16));
    Field.assertSound(HeaderLayout.LENGTH, all);
    assertApart(all);
  }

  private static void assertApart(List<Field> fields) {
    assertThat(fields.stream().map(field -> field.offset() / CACHE_LINE)).doesNotHaveDuplicates();
  }

  @Test
  void shouldPlaceThePartsOneBehindTheOther() {
    SegmentGeometry geometry = new SegmentGeometry(10_000, 3, 100);
    assertThat(geometry.slotsOffset()).isEqualTo(4096);
    assertThat(geometry.bucketCount()).isEqualTo(128);
    assertThat(geometry.bucketsOffset()).isEqualTo(2 << 20);
    assertThat(geometry.entriesOffset()).isEqualTo(geometry.bucketsOffset() + 4096);
    assertThat(geometry.recordsOffset()).isEqualTo(geometry.entriesOffset() + 8192);
    assertThat(geometry.dataOffset()).isEqualTo(geometry.recordsOffset() + 4096);
    assertThat(geometry.dataLength()).isEqualTo(10_048);
    assertThat(geometry.segmentLength()).isEqualTo(geometry.dataOffset() + 12_288);
  }

  @Test
  void shouldRefuseImpossibleGeometry() {
    assertThatThrownBy(() -> new SegmentGeometry(0, 1, 1)).hasMessageContaining("capacityBytes");
    assertThatThrownBy(() -> new SegmentGeometry(1, 0, 1)).hasMessageContaining("slotCount");
    assertThatThrownBy(() -> new SegmentGeometry(1, 1, -5)).hasMessageContaining("entryCount");
  }

  @Test
  void shouldRoundBlocksUpToCacheLines() {
    assertThat(BlockLength.of(0, 0)).isEqualTo(64);
    assertThat(BlockLength.of(64, 0)).isEqualTo(64);
    assertThat(BlockLength.of(65, 0)).isEqualTo(128);
    assertThat(BlockLength.of(50, 8)).isEqualTo(64);
    assertThat(BlockLength.of(57, 1)).isEqualTo(128);
    assertThat(BlockLength.of(1_000_000, 0)).isEqualTo(1_000_000);
    assertThat(BlockLength.metadataOffset(50)).isEqualTo(56);
  }
}
