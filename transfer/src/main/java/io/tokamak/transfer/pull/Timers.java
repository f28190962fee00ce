// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Who wants to be looked at when: at most one timer for each. A timer that is not needed any more
 * is taken out at once, since its object would live on with it until it is due: with thousands of
 * fetches a second the collector would be kept busy with what nobody needs.
 */
final class Timers {
  private final TreeSet<Timer> timers =
      new TreeSet<>(Comparator.comparingLong(Timer::atNs).thenComparingLong(Timer::number));
  private long numbers;

  /** When whom; the number tells two apart that are due at once. */
  record Timer(long atNs, long number, Pull pull) {}

  void set(Pull pull, long atNs) {
    clear(pull);
    Timer timer = new Timer(atNs, ++numbers, pull);
    pull.timer(timer);
    timers.add(timer);
  }

  void clear(Pull pull) {
    Timer timer = pull.timer();
    if (timer != null) {
      timers.remove(timer);
      pull.timer(null);
    }
  }

  /** Tells of all that are due. */
  int due(long nowNs, Consumer<Pull> who) {
    int count = 0;
    while (!timers.isEmpty() && nowNs - timers.first().atNs >= 0) {
      Pull pull = timers.removeFirst().pull;
      pull.timer(null);
      who.accept(pull);
      count++;
    }
    return count;
  }

  /** When the next is due; {@code elseNs} if nobody waits. */
  long nextNs(long elseNs) {
    return timers.isEmpty() || timers.first().atNs - elseNs > 0 ? elseNs : timers.first().atNs;
  }
}
