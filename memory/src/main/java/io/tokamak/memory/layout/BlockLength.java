// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * How an object lies in its block of the data area: data first, metadata at the next multiple of 8,
 * the whole rounded up to cache lines.
 */
public final class BlockLength {
  /** Blocks start and end at multiples of this. */
  public static final int GRANULE = 64;

  private static final int METADATA_ALIGNMENT = 8;

  private BlockLength() {}

  /** Bytes of the block for an object; at least one granule. Lengths are not negative. */
  public static long of(long dataLength, int metadataLength) {
    long used = metadataLength == 0 ? dataLength : metadataOffset(dataLength) + metadataLength;
    return Math.max(GRANULE, roundUp(used, GRANULE));
  }

  /** Offset of the metadata from the start of the block. */
  public static long metadataOffset(long dataLength) {
    return roundUp(dataLength, METADATA_ALIGNMENT);
  }

  /** {@code value} rounded up to a multiple of {@code unit}, a power of two. */
  public static long roundUp(long value, long unit) {
    return (value + unit - 1) & -unit;
  }
}
