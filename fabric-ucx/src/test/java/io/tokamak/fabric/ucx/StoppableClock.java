// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.util.function.LongSupplier;

/** The real time, until it is stopped: from there on it goes as far as the test says. */
final class StoppableClock implements LongSupplier {
  private boolean stopped;
  private long stoppedNs;
  private long advancedNs;

  void stop() {
    stopped = true;
    stoppedNs = System.nanoTime();
  }

  void advance(long ns) {
    advancedNs += ns;
  }

  /** How far it has gone since it was stopped. */
  long advancedNs() {
    return advancedNs;
  }

  @Override
  public long getAsLong() {
    return stopped ? stoppedNs + advancedNs : System.nanoTime();
  }
}
