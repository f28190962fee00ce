// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.store.StoreClock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The clocks of this machine. */
final class SystemClock implements StoreClock {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long epochMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
