// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.message.ObjectEvent;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events between the thread that reads them and those that poll: bounded by making the reader wait.
 * Thread-safe.
 */
final class EventQueue {
  /** The reader waits while more than this many events wait. */
  static final int BOUND = 65_536;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ObjectEvent> events = new ArrayDeque<>();
  private @Nullable String end;

  /** Appends events as soon as there is room; forgets them when the queue has ended. */
  void put(List<ObjectEvent> more) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (events.size() > BOUND && end == null) {
        changed.await();
      }
      if (end == null) {
        events.addAll(more);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing will come any more; the first reason counts. */
  void end(String why, boolean forgetEvents) {
    lock.lock();
    try {
      end = end == null ? why : end;
      if (forgetEvents) {
        events.clear();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next event, or empty when there is none in time. */
  Optional<ObjectEvent> poll(Deadline deadline) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long leftNs = TimeUnit.MILLISECONDS.toNanos(deadline.remainingMs());
      while (events.isEmpty() && end == null && leftNs > 0) {
        leftNs = changed.awaitNanos(leftNs);
      }
      if (events.isEmpty() && end != null) {
        throw new DisconnectedException(
            "the subscription has ended (" + end + "); subscribe again");
      }
      return next();
    } finally {
      lock.unlock();
    }
  }

  private Optional<ObjectEvent> next() {
    Optional<ObjectEvent> next = Optional.ofNullable(events.poll());
    if (events.size() == BOUND) {
      changed.signalAll();
    }
    return next;
  }
}
