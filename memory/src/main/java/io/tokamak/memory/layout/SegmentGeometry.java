// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

import static io.tokamak.memory.layout.BlockLength.roundUp;

/**
 * Where the parts of a segment lie: {@code header | client slots | buckets | entries | records |
 * data area}. All in bytes from the start of the segment; each part starts on a page.
 *
 * @param capacityBytes usable bytes of the data area
 * @param slotCount clients that can have a slot at once
 * @param entryCount objects that can exist at once
 */
public record SegmentGeometry(long capacityBytes, int slotCount, int entryCount) {
  /** Parts start at multiples of this, whatever the machine's page size. */
  public static final long PART_ALIGNMENT = 4096;

  private static final long HUGE_PAGE = 2 << 20;
  private static final int MAX_ENTRIES = 1 << 30;
  private static final long MAX_CAPACITY = 1L << 46;

  /** Checks the figures. */
  public SegmentGeometry {
    require(
        capacityBytes > 0 && capacityBytes <= MAX_CAPACITY,
        "capacityBytes",
        capacityBytes,
        MAX_CAPACITY);
    require(slotCount > 0 && slotCount < 1 << 20, "slotCount", slotCount, (1 << 20) - 1);
    require(entryCount > 0 && entryCount <= MAX_ENTRIES, "entryCount", entryCount, MAX_ENTRIES);
  }

  private static void require(boolean ok, String name, long found, long most) {
    if (!ok) {
      throw new IllegalArgumentException(name + " must be 1 to " + most + ", found " + found);
    }
  }

  /** Buckets: at least as many as entries, a power of two, so chains are short. */
  public int bucketCount() {
    return entryCount == 1 ? 1 : Integer.highestOneBit(entryCount - 1) << 1;
  }

  public long slotsOffset() {
    return HeaderLayout.LENGTH;
  }

  public long slotOffset(int slot) {
    return slotsOffset() + (long) slot * SlotLayout.LENGTH;
  }

  /** On a huge page of its own: the slots before it are reserved one by one, the rest at once. */
  public long bucketsOffset() {
    return roundUp(slotOffset(slotCount), HUGE_PAGE);
  }

  public long entriesOffset() {
    return roundUp(bucketsOffset() + (long) bucketCount() * BucketWord.LENGTH, PART_ALIGNMENT);
  }

  public long recordsOffset() {
    return roundUp(entriesOffset() + (long) entryCount * EntryLayout.LENGTH, PART_ALIGNMENT);
  }

  public long dataOffset() {
    return roundUp(recordsOffset() + (long) entryCount * RecordLayout.LENGTH, PART_ALIGNMENT);
  }

  /** Bytes of the data area: the capacity in whole granules. */
  public long dataLength() {
    return roundUp(capacityBytes, BlockLength.GRANULE);
  }

  /** Bytes of the whole segment file. */
  public long segmentLength() {
    return roundUp(dataOffset() + dataLength(), PART_ALIGNMENT);
  }
}
