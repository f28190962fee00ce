// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import java.util.Arrays;

/**
 * Where the block of each object lies and how much of it is in use, in the store's own words. The
 * entries say the same, but clients can write there: what is counted and freed is what was noted
 * here, so nonsense in an entry can neither free what belongs to others nor upset the accounts.
 *
 * <p>An entry is noted when the store allocates its block, or when it first sees an object that a
 * client made in its lease. 20 bytes for each entry ever used; no allocation in steady state.
 */
final class Blocks {
  private static final long UNKNOWN = -1;
  private static final long NO_BLOCK = -2;
  private static final int SMALLEST = 1024;

  private long[] offsets = new long[0];
  private long[] dataLengths = new long[0];
  private int[] metadataLengths = new int[0];

  boolean isKnown(int entry) {
    return entry < offsets.length && offsets[entry] != UNKNOWN;
  }

  /** Whether the entry is known to own memory. */
  boolean hasBlock(int entry) {
    return entry < offsets.length && offsets[entry] >= 0;
  }

  void note(int entry, long offset, long dataLength, int metadataLength) {
    if (entry >= offsets.length) {
      grow(entry);
    }
    offsets[entry] = offset;
    dataLengths[entry] = dataLength;
    metadataLengths[entry] = metadataLength;
  }

  /** The entry's object has no memory that the store would vouch for. */
  void noteNothing(int entry) {
    note(entry, NO_BLOCK, 0, 0);
  }

  void forget(int entry) {
    if (isKnown(entry)) {
      note(entry, UNKNOWN, 0, 0);
    }
  }

  /** Where the block starts in the data area; 0 for an object without. */
  long offset(int entry) {
    return Math.max(0, offsets[entry]);
  }

  long dataLength(int entry) {
    return dataLengths[entry];
  }

  int metadataLength(int entry) {
    return metadataLengths[entry];
  }

  /** Data and metadata bytes. */
  long userLength(int entry) {
    return dataLengths[entry] + metadataLengths[entry];
  }

  /** Bytes of the data area; 0 for an object without. */
  long blockLength(int entry) {
    return hasBlock(entry) ? BlockLength.of(dataLengths[entry], metadataLengths[entry]) : 0;
  }

  private void grow(int entry) {
    int from = offsets.length;
    int length = Math.max(SMALLEST, Integer.highestOneBit(entry) << 1);
    offsets = Arrays.copyOf(offsets, length);
    dataLengths = Arrays.copyOf(dataLengths, length);
    metadataLengths = Arrays.copyOf(metadataLengths, length);
    Arrays.fill(offsets, from, length, UNKNOWN);
  }
}
