// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.error.TokamakException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Requests that need memory, first come first served: a request that does not fit waits for its
 * deadline and holds back those behind it, so that a large object is not starved by small ones.
 * Bounded; what does not fit in is refused.
 */
final class MemoryQueue {
  /** How often the head is tried again while it waits for readers, who release without telling. */
  static final long RETRY_NS = 2_000_000;

  private static final int MOST_QUEUED = 65_536;

  /** A request that needs memory. */
  interface Attempt {
    /** Tries; true when the request is answered, with success or a final error. */
    boolean succeed();

    /** Called once before the request waits: keeps what would not outlive the call. */
    void prepareToWait();

    /** Why it does not fit now. */
    TokamakException refusal();

    /** Answers with an error. */
    void fail(TokamakException why);
  }

  private static final class Queued {
    final Attempt attempt;
    final Object owner;
    Deadlines.@Nullable Timer timer;

    Queued(Attempt attempt, Object owner) {
      this.attempt = attempt;
      this.owner = owner;
    }
  }

  private final ArrayDeque<Queued> queue = new ArrayDeque<>();
  private final Deadlines deadlines;
  private final StoreClock clock;
  private final StoreCounters counters;

  MemoryQueue(Deadlines deadlines, StoreClock clock, StoreCounters counters) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.counters = counters;
  }

  /** Tries at once when nobody waits, queues otherwise. */
  void submit(Attempt attempt, Object owner, long deadlineMs) {
    if (queue.isEmpty() && attempt.succeed()) {
      return;
    }
    if (deadlineMs == 0 || queue.size() >= MOST_QUEUED) {
      attempt.fail(attempt.refusal());
      return;
    }
    attempt.prepareToWait();
    Queued queued = new Queued(attempt, owner);
    long deadlineNs =
        clock.nanoTime() + Math.min(deadlineMs, Long.MAX_VALUE / 4_000_000) * 1_000_000;
    queued.timer = deadlines.at(deadlineNs, () -> expire(queued));
    queue.add(queued);
    counters.add(StoreCounter.CREATES_QUEUED, 1);
  }

  private void expire(Queued queued) {
    if (queue.remove(queued)) {
      counters.add(StoreCounter.CREATES_QUEUED, -1);
      counters.add(StoreCounter.CREATES_TIMED_OUT, 1);
      queued.attempt.fail(queued.attempt.refusal());
    }
  }

  /** Tries those at the head until one does not fit. Returns how many were answered. */
  int retry() {
    int answered = 0;
    while (!queue.isEmpty() && queue.element().attempt.succeed()) {
      leave(queue.remove());
      answered++;
    }
    return answered;
  }

  private void leave(Queued queued) {
    counters.add(StoreCounter.CREATES_QUEUED, -1);
    if (queued.timer != null) {
      deadlines.cancel(queued.timer);
    }
  }

  /** Forgets what this owner asked for. */
  void cancel(Object owner) {
    queue.removeIf(queued -> {
      boolean own = queued.owner.equals(owner);
      if (own) {
        leave(queued);
      }
      return own;
    });
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }
}
