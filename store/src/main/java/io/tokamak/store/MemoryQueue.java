// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.TokamakException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Requests that need memory, first come first served: a request that does not fit waits for its
 * deadline and holds back those behind it, so that a large object is not starved by small ones.
 * Bounded; what does not fit in is refused.
 *
 * <p>The head is tried again when something happened that may have made room ({@link #stir}), and
 * now and then, as readers release without telling; more and more rarely while that is in vain, for
 * each try looks at every object in use.
 */
final class MemoryQueue {
  private static final long SHORTEST_PAUSE_NS = 2_000_000;
  private static final long LONGEST_PAUSE_NS = 32_000_000;
  private static final int MOST_QUEUED = 65_536;

  /** A request that needs memory. */
  interface Attempt {
    /** Whose request it is. */
    Session session();

    /**
     * Tries; returns what gives the answer, success or a final error, and null when it does not fit
     * now. Who gives the answer has taken the request off the queue before, so it gets no second
     * one when that fails.
     */
    @Nullable Runnable tryNow();

    /**
     * Called once before the request waits: keeps what would not outlive the call.
     *
     * @throws TokamakException when waiting is in vain
     */
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
  private boolean stirred;
  private long pauseNs = SHORTEST_PAUSE_NS;
  private long nextTryNs;

  MemoryQueue(Deadlines deadlines, StoreClock clock, StoreCounters counters) {
    this.deadlines = deadlines;
    this.clock = clock;
    this.counters = counters;
  }

  /** Tries at once when nobody waits, queues otherwise. */
  void submit(Attempt attempt, Object owner, long deadlineMs) {
    Runnable answer = queue.isEmpty() ? attempt.tryNow() : null;
    if (answer == null) {
      queueUp(attempt, owner, deadlineMs);
    } else {
      answer.run();
    }
  }

  private void queueUp(Attempt attempt, Object owner, long deadlineMs) {
    try {
      attempt.prepareToWait();
    } catch (TokamakException never) {
      attempt.fail(never);
      return;
    }
    if (deadlineMs == 0 || queue.size() >= MOST_QUEUED) {
      attempt.fail(attempt.refusal());
    } else {
      enqueue(new Queued(attempt, owner), deadlineMs);
    }
  }

  private void enqueue(Queued queued, long deadlineMs) {
    long nowNs = clock.nanoTime();
    queued.timer = deadlines.in(nowNs, deadlineMs, () -> expire(queued));
    if (queue.isEmpty()) {
      pauseNs = SHORTEST_PAUSE_NS;
      nextTryNs = nowNs + pauseNs;
    }
    queue.add(queued);
    counters.add(StoreCounter.CREATES_QUEUED, 1);
  }

  private void expire(Queued queued) {
    leave(queued);
    stir();
    counters.add(StoreCounter.CREATES_TIMED_OUT, 1);
    queued.attempt.fail(queued.attempt.refusal());
  }

  /** Something happened that may have made room. */
  void stir() {
    stirred = true;
  }

  /**
   * Tries those at the head, if it is time, until one does not fit. Returns how many it answered.
   */
  int work(long nowNs) {
    if (queue.isEmpty() || (!stirred && nowNs < nextTryNs)) {
      return 0;
    }
    pauseNs = stirred ? SHORTEST_PAUSE_NS : Math.min(2 * pauseNs, LONGEST_PAUSE_NS);
    stirred = false;
    try {
      return answerHeads();
    } finally {
      nextTryNs = nowNs + pauseNs;
    }
  }

  private int answerHeads() {
    int answered = 0;
    for (Queued head = queue.peek(); head != null; head = queue.peek()) {
      Runnable answer = tryOnce(head.attempt);
      if (answer == null) {
        break;
      }
      leave(head);
      answered++;
      pauseNs = SHORTEST_PAUSE_NS;
      answer.run();
    }
    return answered;
  }

  /** A request that fails in a way that was not foreseen must not block all those behind it. */
  private static @Nullable Runnable tryOnce(Attempt attempt) {
    try {
      return attempt.tryNow();
    } catch (RuntimeException defect) {
      return () ->
          attempt.fail(
              new InvalidRequestException("the request failed in the store: " + defect, defect));
    }
  }

  private void leave(Queued queued) {
    if (queue.remove(queued)) {
      counters.add(StoreCounter.CREATES_QUEUED, -1);
      deadlines.cancel(queued.timer);
    }
  }

  /** Forgets what this owner, a connection or a session, asked for; it reads no answers. */
  void cancel(Object owner) {
    if (queue.removeIf(queued -> isOf(owner, queued))) {
      stir();
    }
  }

  private boolean isOf(Object owner, Queued queued) {
    boolean own = queued.owner.equals(owner) || queued.attempt.session().equals(owner);
    if (own) {
      counters.add(StoreCounter.CREATES_QUEUED, -1);
      deadlines.cancel(queued.timer);
    }
    return own;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  /** When {@link #work} should be called at the latest. */
  long nextNs(long nowNs) {
    if (queue.isEmpty()) {
      return Deadlines.NEVER;
    }
    return stirred ? nowNs : nextTryNs;
  }
}
