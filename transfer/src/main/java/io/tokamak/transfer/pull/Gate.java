// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import org.jspecify.annotations.Nullable;

/**
 * Who waits for memory in the local store. Whoever found none goes first; others wait behind it,
 * but for those with a higher priority.
 */
final class Gate {
  private static final long FIRST_PAUSE_NS = 1_000_000;
  private static final long LONGEST_PAUSE_NS = 50_000_000;

  private @Nullable Pull first;
  private long pauseNs = FIRST_PAUSE_NS;
  private long untilNs;

  /** Whether it may try to get memory now. */
  boolean isOpen(Pull pull, long nowNs) {
    if (first != null && (!first.isWanted() || first.state() != Pull.State.QUEUED)) {
      open();
    }
    if (first == null) {
      return true;
    }
    return pull == first ? nowNs - untilNs >= 0 : pull.priority().compareTo(first.priority()) < 0;
  }

  /** It found no memory. */
  void close(Pull pull, long nowNs) {
    pauseNs = pull == first ? Math.min(2 * pauseNs, LONGEST_PAUSE_NS) : FIRST_PAUSE_NS;
    first = pull;
    untilNs = nowNs + pauseNs;
  }

  /** There was memory, or it does not wait in this place any more. */
  void passed(Pull pull) {
    if (pull == first) {
      open();
    }
  }

  private void open() {
    first = null;
    pauseNs = FIRST_PAUSE_NS;
  }

  /** When to try again; {@code elseNs} when nobody waits, or the time has come. */
  long nextNs(long nowNs, long elseNs) {
    boolean later = first != null && untilNs - nowNs > 0;
    return later && untilNs - elseNs < 0 ? untilNs : elseNs;
  }
}
