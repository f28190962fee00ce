// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.Units;
import java.util.List;

/**
 * What to measure, the same at all ranks.
 *
 * @param patterns who fetches from whom
 * @param sizesBytes sizes of objects
 * @param inFlight how many objects a rank asks for at once
 * @param repetitions how often each cell is measured
 * @param cellNs how long each time
 * @param warmUp how long each cell is used before it counts
 * @param memoryBytes memory of each node
 * @param calibrated whether the protocols are measured first, and chosen by what was found
 */
public record ClusterPlan(
    List<Pattern> patterns,
    List<Integer> sizesBytes,
    List<Integer> inFlight,
    int repetitions,
    long cellNs,
    WarmUp warmUp,
    long memoryBytes,
    boolean calibrated) {
  private static final int LARGEST_BYTES = 64 << 20;
  private static final int ROUND_BYTES = 32 << 20;
  private static final int MOST_OBJECTS = 1_000;
  private static final int MOST_IN_FLIGHT = 10_000;
  private static final int FEWEST_RANKS = 2;

  /** Checks the figures. */
  public ClusterPlan {
    patterns = List.copyOf(patterns);
    sizesBytes = List.copyOf(sizesBytes);
    inFlight = List.copyOf(inFlight);
    requireRange("sizes", sizesBytes, LARGEST_BYTES);
    requireRange("objects in flight", inFlight, MOST_IN_FLIGHT);
    requireRange("repetitions", List.of(repetitions), Integer.MAX_VALUE);
    if (patterns.isEmpty()) {
      throw new IllegalArgumentException(
          "no pattern: there are all-pairs, one-to-all, all-to-one, n-to-n");
    }
  }

  private static void requireRange(String what, List<Integer> values, int most) {
    if (values.isEmpty() || !values.stream().allMatch(value -> value >= 1 && value <= most)) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d, found %s".formatted(what, most, values));
    }
  }

  /** Objects of each rank: a whole number for each of the others, enough for all in flight. */
  int objects(int sizeBytes, int ranks) {
    int most = inFlight.stream().mapToInt(Integer::intValue).max().orElse(1);
    int others = Math.max(ranks - 1, 1);
    int wanted = Math.max(Math.min(ROUND_BYTES / sizeBytes, MOST_OBJECTS), most);
    return Math.ceilDiv(wanted, others) * others;
  }

  /**
   * Sees to it that each rank has another one to fetch from, and each node room for its own objects
   * and for what it fetches.
   *
   * @throws IllegalArgumentException when it has not
   */
  public void requireRoom(int ranks) {
    if (ranks < FEWEST_RANKS) {
      throw new IllegalArgumentException(
          "ranks fetch from each other, so %d or more are needed, found %d"
              .formatted(FEWEST_RANKS, ranks));
    }
    for (int size : sizesBytes) {
      long needed = 3L * size * objects(size, ranks);
      if (needed > memoryBytes) {
        throw new IllegalArgumentException(
            "%d objects of %s twice need a node with --memory %d or more, found %d"
                .formatted(objects(size, ranks), Units.size(size), needed, memoryBytes));
      }
    }
  }
}
