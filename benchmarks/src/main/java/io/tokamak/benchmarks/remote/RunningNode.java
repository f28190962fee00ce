// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.error.TokamakException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A node that was started to be measured.
 *
 * @param process that it is
 * @param socket where it serves clients, sooner or later
 */
record RunningNode(ChildProcess process, Path socket) {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long RETRY_NS = 5_000_000;

  /** Connects to it; it may not serve yet. */
  ObjectStoreClient connect() {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        ObjectStoreClient client = Tokamak.connect(socket);
        client.cluster().nodes();
        return client;
      } catch (TokamakException notYet) {
        check();
        if (System.nanoTime() - deadlineNs > 0) {
          throw new BenchException(process + " does not serve: " + notYet.getMessage(), notYet);
        }
        LockSupport.parkNanos(RETRY_NS);
      }
    }
  }

  /** Ends it, before the run is over: its memory may be needed. Can be repeated. */
  void stop() {
    process.close();
  }

  /** Looks whether it runs; throws when it does not. */
  void check() {
    if (!process.isAlive()) {
      throw new BenchException(process + " ended. It said:\n" + process.lastWords());
    }
  }
}
