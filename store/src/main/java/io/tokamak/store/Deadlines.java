// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Things that happen at a time unless they are called off before; times are nanoseconds of the
 * store's clock. What is due at the same time happens in the order in which it was set.
 */
final class Deadlines {
  /** No deadline is set. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long NANOS_PER_MILLI = 1_000_000;

  /** Hundred years; more would not fit into nanoseconds. */
  private static final long LONGEST_MS = 100L * 365 * 24 * 3_600_000;

  /** A deadline. */
  static final class Timer {
    private final long deadlineNs;
    private final long number;
    private final Runnable action;

    private Timer(long deadlineNs, long number, Runnable action) {
      this.deadlineNs = deadlineNs;
      this.number = number;
      this.action = action;
    }
  }

  private final TreeSet<Timer> timers =
      new TreeSet<>(
          Comparator.<Timer>comparingLong(timer -> timer.deadlineNs)
              .thenComparingLong(timer -> timer.number));
  private long set;

  /** Has {@code action} run {@code delayMs} after {@code nowNs}. */
  Timer in(long nowNs, long delayMs, Runnable action) {
    long delayNs = Math.min(delayMs, LONGEST_MS) * NANOS_PER_MILLI;
    Timer timer = new Timer(nowNs + delayNs, set++, action);
    timers.add(timer);
    return timer;
  }

  /** Calls a deadline off; nothing when there is none or it has passed. */
  void cancel(@Nullable Timer timer) {
    if (timer != null) {
      timers.remove(timer);
    }
  }

  /** Runs what is due; returns how many. */
  int expire(long nowNs) {
    int expired = 0;
    while (!timers.isEmpty() && timers.first().deadlineNs <= nowNs) {
      Timer timer = timers.removeFirst();
      timer.action.run();
      expired++;
    }
    return expired;
  }

  /** The next deadline, {@link #NEVER} when there is none. */
  long nextNs() {
    return timers.isEmpty() ? NEVER : timers.first().deadlineNs;
  }
}
