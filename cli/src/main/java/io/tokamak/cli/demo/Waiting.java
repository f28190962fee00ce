// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what others do. */
final class Waiting {
  private static final long POLL_NS = 200_000;

  private Waiting() {}

  /** Looks until it is so or the time is up; returns whether it is so. */
  static boolean until(BooleanSupplier condition, Duration patience) {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(POLL_NS);
    }
    return condition.getAsBoolean();
  }
}
