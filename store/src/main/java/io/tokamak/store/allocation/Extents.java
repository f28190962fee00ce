// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import java.util.Arrays;

/**
 * The free extents as numbered records in primitive arrays: where each starts and how long it is.
 *
 * <p>Numbers begin at 1 and are used again after {@link #remove}; {@link #NONE} is no extent. The
 * arrays grow to the largest number of extents that were free at one time and stay there, so that a
 * steady state allocates nothing. Not thread-safe.
 */
final class Extents {

  /** The number that stands for "no extent". */
  static final int NONE = 0;

  private long[] start = new long[64];
  private long[] length = new long[64];
  private int highest;
  private int firstUnused;
  private int count;

  /** Adds an extent and returns its number. */
  int add(long startOffset, long lengthBytes) {
    int extent = unusedNumber();
    set(extent, startOffset, lengthBytes);
    count++;
    return extent;
  }

  private int unusedNumber() {
    if (firstUnused != NONE) {
      int extent = firstUnused;
      // Unused records are chained through their start.
      firstUnused = (int) start[extent];
      return extent;
    }
    highest++;
    if (highest == start.length) {
      start = Arrays.copyOf(start, 2 * start.length);
      length = Arrays.copyOf(length, 2 * length.length);
    }
    return highest;
  }

  void remove(int extent) {
    start[extent] = firstUnused;
    length[extent] = 0;
    firstUnused = extent;
    count--;
  }

  void set(int extent, long startOffset, long lengthBytes) {
    start[extent] = startOffset;
    length[extent] = lengthBytes;
  }

  long start(int extent) {
    return start[extent];
  }

  long length(int extent) {
    return length[extent];
  }

  /** The offset just behind the extent. */
  long end(int extent) {
    return start[extent] + length[extent];
  }

  int count() {
    return count;
  }
}
