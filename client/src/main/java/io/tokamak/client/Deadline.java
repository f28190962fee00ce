// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.InvalidRequestException;
import java.time.Duration;

/** A moment until which something may wait, or never. */
final class Deadline {
  /** No deadline, in milliseconds left. */
  static final long NEVER_MS = Long.MAX_VALUE / 1_000_000;

  private final long atNs;
  private final boolean never;

  private Deadline(long atNs, boolean never) {
    this.atNs = atNs;
    this.never = never;
  }

  static Deadline never() {
    return new Deadline(0, true);
  }

  /** That long from now; from about 146 years on it is {@link #never}. */
  static Deadline in(Duration timeout) {
    if (timeout.isNegative()) {
      throw new InvalidRequestException("a timeout of " + timeout + ": it must not be negative");
    }
    if (timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE / 2)) > 0) {
      return never();
    }
    return new Deadline(System.nanoTime() + timeout.toNanos(), false);
  }

  /** That much later. */
  Deadline plusMs(long ms) {
    return new Deadline(atNs + ms * 1_000_000, never);
  }

  /** Milliseconds left, rounded up; 0 when it has passed, {@link #NEVER_MS} without one. */
  long remainingMs() {
    if (never) {
      return NEVER_MS;
    }
    long leftNs = atNs - System.nanoTime();
    return leftNs <= 0 ? 0 : (leftNs + 999_999) / 1_000_000;
  }
}
