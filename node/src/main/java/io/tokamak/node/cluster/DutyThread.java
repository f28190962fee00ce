// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.Readiness;
import io.tokamak.memory.os.Alertness;
import io.tokamak.store.service.LimitedLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that does its duty turn by turn, and sleeps in between.
 *
 * <p>While there is work, and as long after as its {@link Alertness} says, it does not sleep: what
 * follows in a conversation with a peer comes soon, and waking up costs as much. It lets others
 * have the processor then, and sleeps after that until a channel is ready, somebody calls {@link
 * #wakeUp}, or the next turn is due.
 *
 * <p>What fails in a turn is a defect; it is logged and the next turn comes. An error of the
 * virtual machine ends the thread, and whoever started it is told.
 */
final class DutyThread {
  private static final Logger LOGGER = System.getLogger(DutyThread.class.getName());
  private static final long WAIT_AFTER_SURPRISE_NS = 10_000_000;

  private final Readiness readiness;
  private final Duty duty;
  private final Runnable last;
  private final Thread thread;
  private final LimitedLog log = new LimitedLog(LOGGER, System::nanoTime);
  private volatile boolean sleeping;
  private volatile boolean stopping;
  private final Alertness alertness = new Alertness(System.nanoTime());
  private final AtomicLong surprises = new AtomicLong();

  /**
   * @param readiness what it sleeps on
   * @param last called in the thread after the last turn, whatever ended it
   */
  DutyThread(String name, Readiness readiness, Duty duty, Runnable last) {
    this.readiness = readiness;
    this.duty = duty;
    this.last = last;
    this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Has the next turn come at once; from any thread. Costs a read while the thread is awake: it
   * says that it sleeps before it looks whether it is {@linkplain Duty#isCalled called}.
   */
  void wakeUp() {
    if (sleeping) {
      readiness.wakeUp();
    }
  }

  boolean isRunning() {
    return thread.isAlive();
  }

  /** Ends it; returns whether it ended in time. Can be repeated. */
  boolean stop(Duration timeout) {
    stopping = true;
    readiness.wakeUp();
    try {
      return thread.join(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many turns failed. */
  long surprises() {
    return surprises.get();
  }

  private void run() {
    try {
      while (!stopping && !duty.isOver()) {
        turn(System.nanoTime());
      }
    } catch (Throwable fatal) {
      LOGGER.log(Level.ERROR, thread.getName() + " stops: " + fatal, fatal);
    } finally {
      last.run();
    }
  }

  private void turn(long nowNs) {
    try {
      if (duty.turn(nowNs) > 0) {
        alertness.heard(nowNs);
      } else {
        rest(nowNs);
      }
    } catch (RuntimeException surprise) {
      surprises.incrementAndGet();
      log.warn(() -> thread.getName() + " goes on after a turn failed: " + surprise, surprise);
      LockSupport.parkNanos(WAIT_AFTER_SURPRISE_NS);
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // who is waited for may need this very processor
  private void rest(long nowNs) {
    if (!alertness.looksOn(nowNs)) {
      sleep(duty.nextDeadlineNs(nowNs) - nowNs);
    } else {
      Thread.yield();
    }
  }

  private void sleep(long timeoutNs) {
    sleeping = true;
    try {
      if (!duty.isCalled()) {
        readiness.await(timeoutNs);
      }
    } finally {
      sleeping = false;
    }
  }
}
