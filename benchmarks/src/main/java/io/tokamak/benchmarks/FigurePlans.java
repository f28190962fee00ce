// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.NodesRun.NodesPlan;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.local.LocalFigurePlan;
import io.tokamak.benchmarks.local.Plan;
import io.tokamak.benchmarks.local.PromisePlan;
import io.tokamak.benchmarks.remote.RemoteFigurePlan;
import io.tokamak.benchmarks.remote.RemotePlan;
import java.util.List;
import java.util.Optional;

/**
 * What is measured for the figures.
 *
 * @param local within one node
 * @param remote between two nodes
 * @param nodes between more of them
 */
record FigurePlans(LocalFigurePlan local, RemoteFigurePlan remote, NodesPlan nodes) {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final long LOCAL_BYTES = 1L << 30;
  private static final int QUICK_MANY_BYTES = 4 * MIB;
  private static final int FULL_MANY_BYTES = 64 * MIB;
  private static final long REMOTE_BYTES = 512L << 20;

  /** As little as shows whether all of it runs. */
  static FigurePlans trial() {
    return new FigurePlans(
        new LocalFigurePlan(
            new Plan(
                List.of(KIB, MIB),
                List.of(1),
                2,
                NANOS_PER_MILLI,
                NANOS_PER_MILLI,
                LOCAL_BYTES / 4,
                QUICK_MANY_BYTES),
            List.of(1, 2),
            List.of(1_000, 2_000),
            true,
            Optional.of(PromisePlan.trial())),
        new RemoteFigurePlan(
            new RemotePlan(
                List.of(KIB, MIB), 2, NANOS_PER_MILLI, NANOS_PER_MILLI, REMOTE_BYTES / 2),
            NANOS_PER_MILLI,
            List.of(1, 4),
            List.of(50),
            1,
            false),
        new NodesPlan(List.of(2), 1, 20));
  }

  /**
   * Two minutes in all on two processors. Rather fewer cells than cold ones: most of the time goes
   * by until nodes and clients have compiled what they run.
   */
  static FigurePlans quick() {
    return new FigurePlans(
        new LocalFigurePlan(
            new Plan(
                List.of(KIB, 32 * KIB, MIB),
                List.of(1),
                3,
                10 * NANOS_PER_MILLI,
                250 * NANOS_PER_MILLI,
                LOCAL_BYTES / 4,
                QUICK_MANY_BYTES),
            List.of(1, 2),
            List.of(1_000, 1_000_000),
            Machine.numaNodes() > 1,
            Optional.empty()),
        new RemoteFigurePlan(
            new RemotePlan(
                List.of(KIB, 32 * KIB, MIB, 4 * MIB),
                3,
                15 * NANOS_PER_MILLI,
                80 * NANOS_PER_MILLI,
                REMOTE_BYTES / 2),
            4_000 * NANOS_PER_MILLI,
            List.of(1, 16, 256, 1024),
            List.of(25, 50, 75),
            1,
            false),
        new NodesPlan(List.of(2, 3), 2, 50));
  }

  /** What a page for others should come from. */
  static FigurePlans full() {
    return new FigurePlans(
        new LocalFigurePlan(
            new Plan(
                List.of(KIB, 4 * KIB, 16 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB),
                List.of(1),
                6,
                100 * NANOS_PER_MILLI,
                1_000 * NANOS_PER_MILLI,
                2 * LOCAL_BYTES,
                FULL_MANY_BYTES),
            List.of(1, 2, 4, 8),
            List.of(1_000, 10_000, 100_000, 1_000_000, 10_000_000),
            true,
            Optional.of(PromisePlan.full())),
        new RemoteFigurePlan(
            new RemotePlan(
                List.of(KIB, 4 * KIB, 16 * KIB, 32 * KIB, 64 * KIB, 256 * KIB, MIB, 4 * MIB),
                6,
                60 * NANOS_PER_MILLI,
                400 * NANOS_PER_MILLI,
                2 * REMOTE_BYTES),
            15_000 * NANOS_PER_MILLI,
            List.of(1, 4, 16, 64, 256, 1024, 4096),
            List.of(25, 50, 75, 90),
            5,
            true),
        new NodesPlan(List.of(2, 3, 4, 6, 8), 5, 400));
  }
}
