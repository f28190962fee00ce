// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Logs at most one line a second, however often something goes wrong, and says how many it left
 * out. For one thread.
 */
public final class LimitedLog {
  private static final long INTERVAL_NS = 1_000_000_000L;

  private final Logger logger;
  private final LongSupplier clock;
  private long nextNs;
  private long leftOut;

  /**
   * A log into {@code logger}.
   *
   * @param clock nanoseconds
   */
  public LimitedLog(Logger logger, LongSupplier clock) {
    this.logger = logger;
    this.clock = clock;
    this.nextNs = clock.getAsLong();
  }

  /** Warns, if the last warning is a second old. */
  public void warn(Supplier<String> message, @Nullable Throwable cause) {
    long nowNs = clock.getAsLong();
    if (nowNs - nextNs < 0) {
      leftOut++;
      return;
    }
    nextNs = nowNs + INTERVAL_NS;
    String suffix = leftOut == 0 ? "" : " (" + leftOut + " more such lines left out)";
    leftOut = 0;
    logger.log(Level.WARNING, message.get() + suffix, cause);
  }
}
