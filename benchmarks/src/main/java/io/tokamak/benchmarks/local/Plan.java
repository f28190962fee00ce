// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import java.util.List;

/**
 * What to measure.
 *
 * @param sizesBytes sizes of objects, powers of two from 1024 to 64 MiB
 * @param clients numbers of client processes at once
 * @param repetitions how often each cell is measured
 * @param cellNs how long each time
 * @param warmUpNs how long each operation is done before anything counts
 * @param memoryBytes memory of the node; memcached gets as much
 * @param manyBytes of the objects that `get+read` and `contains` go round, all together
 */
public record Plan(
    List<Integer> sizesBytes,
    List<Integer> clients,
    int repetitions,
    long cellNs,
    long warmUpNs,
    long memoryBytes,
    int manyBytes) {
  public static final int SMALLEST_BYTES = 1 << 10;
  public static final int LARGEST_BYTES = 64 << 20;

  /**
   * Objects that `get` goes round, at every size: as many as fit of the largest, so that sizes
   * compare.
   */
  static final int FEW_OBJECTS = 8;

  private static final int MANY_OBJECTS = 20_000;
  private static final int MANY_BYTES = 256 << 20;
  private static final int BLOCK_OBJECTS = 2_000;
  private static final int BLOCK_BYTES = 32 << 20;

  /** Checks the figures. */
  public Plan {
    sizesBytes = List.copyOf(sizesBytes);
    clients = List.copyOf(clients);
    sizesBytes.forEach(Plan::requireSize);
    if (clients.isEmpty() || clients.stream().anyMatch(count -> count < 1 || count > 64)) {
      throw new IllegalArgumentException("clients must be 1 to 64, found " + clients);
    }
    if (repetitions < 1) {
      throw new IllegalArgumentException("repetitions must be 1 or more, found " + repetitions);
    }
  }

  /** With as many bytes of objects as caches are far too small for. */
  public Plan(
      List<Integer> sizesBytes,
      List<Integer> clients,
      int repetitions,
      long cellNs,
      long warmUpNs,
      long memoryBytes) {
    this(sizesBytes, clients, repetitions, cellNs, warmUpNs, memoryBytes, MANY_BYTES);
  }

  private static void requireSize(int size) {
    if (size < SMALLEST_BYTES || size > LARGEST_BYTES || Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException(
          "sizes must be powers of two from 1024 to 64 MiB, found " + size + " bytes");
    }
  }

  /** Objects that `get+read` and `contains` go round. */
  static int manyObjects(int sizeBytes) {
    return Math.clamp(MANY_BYTES / sizeBytes, FEW_OBJECTS, MANY_OBJECTS);
  }

  /** The same within the bytes of this plan. */
  int objects(int sizeBytes) {
    return Math.clamp(manyBytes / sizeBytes, FEW_OBJECTS, MANY_OBJECTS);
  }

  /** Objects that are put before they are deleted again. */
  static int blockObjects(int sizeBytes) {
    return Math.clamp(BLOCK_BYTES / sizeBytes, 1, BLOCK_OBJECTS);
  }
}
