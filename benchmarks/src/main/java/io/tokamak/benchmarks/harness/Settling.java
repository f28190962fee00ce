// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits until a node has reserved all its memory and put it into huge pages as far as it gets them:
 * until then it has other things to do than to be measured.
 */
public final class Settling {
  private static final long DEADLINE_NS = 60_000_000_000L;
  private static final long STEP_NS = 500_000_000;

  private Settling() {}

  /** Waits for the node on this socket, for a minute at most. */
  public static void await(Path socket) {
    long deadlineNs = System.nanoTime() + DEADLINE_NS;
    try (ObjectStoreClient client = Tokamak.connect(socket)) {
      long hugeBefore = -1;
      Map<String, Long> stats = client.stats();
      while (System.nanoTime() - deadlineNs < 0 && !isSettled(stats, hugeBefore)) {
        hugeBefore = hugeBytes(stats);
        LockSupport.parkNanos(STEP_NS);
        stats = client.stats();
      }
    }
  }

  private static boolean isSettled(Map<String, Long> stats, long hugeBefore) {
    long missing =
        stats.getOrDefault("capacity-bytes", 0L) - stats.getOrDefault("reserved-bytes", 0L);
    return missing <= 0 && hugeBytes(stats) == hugeBefore;
  }

  private static long hugeBytes(Map<String, Long> stats) {
    return stats.getOrDefault("huge-bytes", 0L);
  }
}
