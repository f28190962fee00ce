// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

/**
 * How the promises of the local store are measured.
 *
 * @param starts how many nodes are started
 * @param watchNs how long an idle node is watched
 * @param repetitions how often each cell is measured
 * @param cellNs how long each time; cells of several readers take three times as long
 * @param warmUpNs how long each operation is done before anything counts
 * @param largestBytes the largest objects; the node needs room for twelve of them
 */
public record PromisePlan(
    int starts, long watchNs, int repetitions, long cellNs, long warmUpNs, int largestBytes) {
  private static final int MIB = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** What a verdict should come from; takes some three minutes. */
  public static PromisePlan full() {
    return new PromisePlan(
        5, 20_000 * NANOS_PER_MILLI, 9, 250 * NANOS_PER_MILLI, 2_000 * NANOS_PER_MILLI, 64 * MIB);
  }

  /** As little as shows whether all of it runs. */
  public static PromisePlan trial() {
    return new PromisePlan(1, 100 * NANOS_PER_MILLI, 1, NANOS_PER_MILLI, NANOS_PER_MILLI, MIB);
  }
}
