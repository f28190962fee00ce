// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.clock;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A clock in nanoseconds that only a test moves, forward. Thread-safe. */
public final class ManualClock implements LongSupplier {
  private final AtomicLong nowNs;

  /** A clock that stands at {@code startNs}; like {@code System.nanoTime}, any value will do. */
  public ManualClock(long startNs) {
    nowNs = new AtomicLong(startNs);
  }

  @Override
  public long getAsLong() {
    return nowNs.get();
  }

  /** The same clock in microseconds. */
  public LongSupplier micros() {
    return () -> Math.floorDiv(nowNs.get(), 1000L);
  }

  /** Moves the clock forward. */
  public void advance(Duration by) {
    advanceNs(by.toNanos());
  }

  /** Moves the clock forward by {@code byNs} nanoseconds. */
  public void advanceNs(long byNs) {
    if (byNs < 0) {
      throw new IllegalArgumentException("a clock goes forward only, asked for " + byNs + " ns");
    }
    nowNs.addAndGet(byNs);
  }
}
