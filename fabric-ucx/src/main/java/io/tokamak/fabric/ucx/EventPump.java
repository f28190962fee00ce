// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.memory.os.Poller;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the thread of a fabric when UCX has something for it. A selector of Java cannot watch a
 * descriptor that Java has not made, so a thread of its own sleeps on it, once each time it is
 * asked to.
 */
final class EventPump implements AutoCloseable {
  private static final int LONGEST_SLEEP_MS = 1000;

  private enum State {
    /** Nobody waits for an event. */
    IDLE,
    /** The next event is to be told. */
    WATCHING,
    /** There was one. */
    FIRED,
    /** The thread ends. */
    CLOSED
  }

  private final Poller poller = Poller.open(1);
  private final Runnable wakeUp;
  private final Thread thread;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  /**
   * @param descriptor readable when there is something
   * @param wakeUp called by the pump's thread
   */
  EventPump(int descriptor, Runnable wakeUp) {
    this.wakeUp = wakeUp;
    thread = Thread.ofPlatform().name("tokamak-ucx-events").daemon().unstarted(this::run);
    boolean runs = false;
    try {
      poller.add(descriptor, Poller.READ, 1);
      thread.start();
      runs = true;
    } finally {
      if (!runs) {
        poller.close();
      }
    }
  }

  /** Has the next event told; by the owner, after it has armed the worker. */
  void watch() {
    if (state.compareAndSet(State.IDLE, State.WATCHING)) {
      LockSupport.unpark(thread);
    }
  }

  /** Whether an event was told since this was asked the last time. */
  boolean hasFired() {
    return state.get() == State.FIRED && state.compareAndSet(State.FIRED, State.IDLE);
  }

  private void run() {
    while (state.get() != State.CLOSED) {
      if (state.get() == State.WATCHING) {
        sleep();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private void sleep() {
    boolean event = poller.await(LONGEST_SLEEP_MS) > 0;
    if (event && state.compareAndSet(State.WATCHING, State.FIRED)) {
      wakeUp.run();
    }
  }

  /** Ends the thread, and returns when it does not use the descriptor any more. */
  @Override
  public void close() {
    state.set(State.CLOSED);
    poller.wakeUp();
    LockSupport.unpark(thread);
    try {
      thread.join(LONGEST_SLEEP_MS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    poller.close();
  }
}
