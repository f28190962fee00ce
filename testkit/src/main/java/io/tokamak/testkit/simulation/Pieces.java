// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Where a read or a write tears: offsets at which one piece ends and the next one begins. At any
 * byte, but never within an operation that is one aligned word.
 */
final class Pieces {
  private static final int WORD = 8;
  private static final int LINE = 64;
  private static final int MOST_CUTS = 4;

  private Pieces() {}

  /** Offsets from 0 to {@code length}, both included, ascending; at least two of them. */
  static long[] of(RandomGenerator random, long offset, long length, boolean wholeLines) {
    boolean word = length == WORD && offset % WORD == 0;
    if (word || length < 2 || random.nextInt(4) == 0) {
      return new long[] {0, length};
    }
    long[] borders = new long[2 + 1 + random.nextInt(MOST_CUTS)];
    borders[1] = length;
    for (int i = 2; i < borders.length; i++) {
      long cut = random.nextLong(length + 1);
      borders[i] = wholeLines ? lineBefore(offset, cut) : cut;
    }
    Arrays.sort(borders);
    return borders;
  }

  private static long lineBefore(long offset, long cut) {
    return Math.max(0, (offset + cut) / LINE * LINE - offset);
  }
}
