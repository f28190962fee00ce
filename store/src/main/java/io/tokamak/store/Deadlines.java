// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Things that happen at a time unless they are called off before; times are nanoseconds of the
 * store's clock.
 */
final class Deadlines {
  /** No deadline is set. */
  static final long NEVER = Long.MAX_VALUE;

  /** A deadline. */
  static final class Timer {
    private final long deadlineNs;
    private final Runnable action;
    private boolean cancelled;

    private Timer(long deadlineNs, Runnable action) {
      this.deadlineNs = deadlineNs;
      this.action = action;
    }
  }

  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>(Comparator.comparingLong(timer -> timer.deadlineNs));

  Timer at(long deadlineNs, Runnable action) {
    Timer timer = new Timer(deadlineNs, action);
    timers.add(timer);
    return timer;
  }

  void cancel(Timer timer) {
    timer.cancelled = true;
    timers.remove(timer);
  }

  /** Runs what is due; returns how many. */
  int expire(long nowNs) {
    int expired = 0;
    while (!timers.isEmpty() && timers.element().deadlineNs <= nowNs) {
      Timer timer = timers.remove();
      if (!timer.cancelled) {
        timer.action.run();
        expired++;
      }
    }
    return expired;
  }

  /** The next deadline, {@link #NEVER} when there is none. */
  long nextNs() {
    return timers.isEmpty() ? NEVER : timers.element().deadlineNs;
  }
}
