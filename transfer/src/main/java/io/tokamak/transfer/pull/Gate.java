// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for memory in the local store. Whoever found none goes first, however much it needs;
 * others wait behind it, but for those with a higher priority.
 *
 * <p>One whose source is not connected cannot go, and holds up nobody. It keeps its place, and goes
 * first again as soon as it is.
 */
final class Gate {
  private static final long FIRST_PAUSE_NS = 1_000_000;
  private static final long LONGEST_PAUSE_NS = 50_000_000;

  private final Predicate<Pull> canGo;
  private final List<Pull> waiting = new ArrayList<>();
  private @Nullable Pull last; // who tried last, and found none
  private long pauseNs;
  private long untilNs;

  /** Nobody waits. */
  Gate(Predicate<Pull> canGo) {
    this.canGo = canGo;
  }

  /** Whether it may try to get memory now. */
  boolean isOpen(Pull pull, long nowNs) {
    Pull first = first();
    if (first == null) {
      return true;
    }
    return pull == first
        ? pull != last || nowNs - untilNs >= 0
        : pull.priority().compareTo(first.priority()) < 0;
  }

  /** It found no memory. */
  void close(Pull pull, long nowNs) {
    pauseNs = pull == last ? Math.min(2 * pauseNs, LONGEST_PAUSE_NS) : FIRST_PAUSE_NS;
    last = pull;
    untilNs = nowNs + pauseNs;
    if (!waiting.contains(pull)) {
      waiting.add(pull);
    }
  }

  /** Of those that can go the one with the highest priority, and of these who has come first. */
  private @Nullable Pull first() {
    if (waiting.isEmpty()) {
      return null;
    }
    waiting.removeIf(Gate::isThrough);
    last = last != null && isThrough(last) ? null : last;
    Pull first = null;
    for (int i = 0; i < waiting.size(); i++) {
      Pull one = waiting.get(i);
      boolean better = first == null || one.priority().compareTo(first.priority()) < 0;
      if (better && canGo.test(one)) {
        first = one;
      }
    }
    return first;
  }

  /** It has memory, or does not wait for any now. */
  private static boolean isThrough(Pull pull) {
    return !pull.isWanted() || pull.state() != Pull.State.QUEUED || pull.landing() != null;
  }

  /** When to try again; {@code elseNs} when nobody waits, or the time has come. */
  long nextNs(long nowNs, long elseNs) {
    boolean later = !waiting.isEmpty() && untilNs - nowNs > 0;
    return later && untilNs - elseNs < 0 ? untilNs : elseNs;
  }
}
