// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.layout.SlotLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The constant part of a segment's header: written once by the store, checked by each client before
 * it trusts an offset.
 *
 * @param geometry where the parts lie
 * @param storeEpoch random number of this life of the store, never 0
 * @param storePid the store's process
 * @param createdAtMicros since the epoch
 */
public record SegmentHeader(
    SegmentGeometry geometry, long storeEpoch, int storePid, long createdAtMicros) {
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final String WHAT = "segment header";
  private static final String REMEDY = "Use a client and a node of the same version.";

  /** Writes the header; the magic last, so that a half-written one is not taken for a segment. */
  public void writeTo(MemorySegment segment) {
    segment.asSlice(0, HeaderLayout.LENGTH).fill((byte) 0);
    segment.set(INT, HeaderLayout.LAYOUT_VERSION, HeaderLayout.VERSION_VALUE);
    segment.set(INT, HeaderLayout.HEADER_LENGTH, HeaderLayout.LENGTH);
    segment.set(LONG, HeaderLayout.STORE_EPOCH, storeEpoch);
    segment.set(INT, HeaderLayout.STORE_PID, storePid);
    segment.set(INT, HeaderLayout.PAGE_SIZE, (int) SegmentGeometry.PART_ALIGNMENT);
    segment.set(LONG, HeaderLayout.CREATED_AT_MICROS, createdAtMicros);
    writeGeometry(segment);
    segment.set(LONG, HeaderLayout.MAGIC, HeaderLayout.MAGIC_VALUE);
  }

  private void writeGeometry(MemorySegment segment) {
    segment.set(LONG, HeaderLayout.CAPACITY_BYTES, geometry.capacityBytes());
    segment.set(INT, HeaderLayout.SLOT_COUNT, geometry.slotCount());
    segment.set(INT, HeaderLayout.SLOT_LENGTH, SlotLayout.LENGTH);
    segment.set(INT, HeaderLayout.ENTRY_COUNT, geometry.entryCount());
    segment.set(INT, HeaderLayout.BUCKET_COUNT, geometry.bucketCount());
    segment.set(LONG, HeaderLayout.SLOTS_OFFSET, geometry.slotsOffset());
    segment.set(LONG, HeaderLayout.BUCKETS_OFFSET, geometry.bucketsOffset());
    segment.set(LONG, HeaderLayout.ENTRIES_OFFSET, geometry.entriesOffset());
    segment.set(LONG, HeaderLayout.RECORDS_OFFSET, geometry.recordsOffset());
    segment.set(LONG, HeaderLayout.DATA_OFFSET, geometry.dataOffset());
    segment.set(LONG, HeaderLayout.SEGMENT_LENGTH, geometry.segmentLength());
  }

  /**
   * Reads and checks the header of a mapped segment.
   *
   * @throws LayoutMismatchException when it is not a segment of this layout, or its figures
   *     contradict each other
   */
  public static SegmentHeader readFrom(MemorySegment segment) {
    check(
        "segment bytes (at least a header)",
        HeaderLayout.LENGTH,
        Math.min(segment.byteSize(), HeaderLayout.LENGTH));
    check("magic", HeaderLayout.MAGIC_VALUE, segment.get(LONG, HeaderLayout.MAGIC));
    check(
        "layout version",
        HeaderLayout.VERSION_VALUE,
        segment.get(INT, HeaderLayout.LAYOUT_VERSION));
    SegmentGeometry geometry = readGeometry(segment);
    check("bucket count", geometry.bucketCount(), segment.get(INT, HeaderLayout.BUCKET_COUNT));
    check("slot length", SlotLayout.LENGTH, segment.get(INT, HeaderLayout.SLOT_LENGTH));
    check(
        "entries offset", geometry.entriesOffset(), segment.get(LONG, HeaderLayout.ENTRIES_OFFSET));
    check(
        "records offset", geometry.recordsOffset(), segment.get(LONG, HeaderLayout.RECORDS_OFFSET));
    check("data offset", geometry.dataOffset(), segment.get(LONG, HeaderLayout.DATA_OFFSET));
    check(
        "segment length", geometry.segmentLength(), segment.get(LONG, HeaderLayout.SEGMENT_LENGTH));
    check("mapped bytes", geometry.segmentLength(), segment.byteSize());
    return new SegmentHeader(
        geometry,
        segment.get(LONG, HeaderLayout.STORE_EPOCH),
        segment.get(INT, HeaderLayout.STORE_PID),
        segment.get(LONG, HeaderLayout.CREATED_AT_MICROS));
  }

  private static SegmentGeometry readGeometry(MemorySegment segment) {
    try {
      return new SegmentGeometry(
          segment.get(LONG, HeaderLayout.CAPACITY_BYTES),
          segment.get(INT, HeaderLayout.SLOT_COUNT),
          segment.get(INT, HeaderLayout.ENTRY_COUNT));
    } catch (IllegalArgumentException absurd) {
      throw new LayoutMismatchException(
          WHAT, String.valueOf(absurd.getMessage()), "possible figures", REMEDY);
    }
  }

  private static void check(String what, long expected, long found) {
    if (expected != found) {
      throw new LayoutMismatchException(
          WHAT + ", " + what, Long.toString(found), Long.toString(expected), REMEDY);
    }
  }
}
