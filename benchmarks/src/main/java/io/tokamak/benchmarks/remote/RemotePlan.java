// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import java.util.List;

/**
 * What to measure.
 *
 * @param sizesBytes sizes of objects
 * @param repetitions how often each cell is measured
 * @param cellNs how long each time
 * @param warmUpNs how long each way is used before anything counts
 * @param memoryBytes memory of each node
 */
public record RemotePlan(
    List<Integer> sizesBytes, int repetitions, long cellNs, long warmUpNs, long memoryBytes) {
  private static final int MANY_BYTES = 64 << 20;
  private static final int FEW_BYTES = 16 << 20;
  private static final int FEWEST_OBJECTS = 2;
  private static final int MOST_OBJECTS = 10_000;
  private static final int MOST_SINGLE = 1_000;
  private static final int LARGEST_BYTES = 64 << 20;

  /** Checks the figures. */
  public RemotePlan {
    sizesBytes = List.copyOf(sizesBytes);
    for (int size : sizesBytes) {
      if (size < 1 || size > LARGEST_BYTES) {
        throw new IllegalArgumentException("sizes must be 1 byte to 64 MiB, found " + size);
      }
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be 1 or more, found " + repetitions);
    }
    if (memoryBytes < 4L * MANY_BYTES) {
      throw new IllegalArgumentException("the nodes need 256 MiB each, found " + memoryBytes);
    }
  }

  /** Objects that many are fetched of at once. */
  static int objects(int sizeBytes) {
    return Math.clamp(MANY_BYTES / sizeBytes, FEWEST_OBJECTS, MOST_OBJECTS);
  }

  /** Objects that are fetched one by one before they are dropped again. */
  static int single(int sizeBytes) {
    return Math.min(objects(sizeBytes), MOST_SINGLE);
  }

  /** The same where nothing but single fetches is measured. */
  static int few(int sizeBytes) {
    return Math.clamp(FEW_BYTES / sizeBytes, FEWEST_OBJECTS, MOST_SINGLE);
  }
}
