// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.EventCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits for many descriptors at once (epoll, level-triggered).
 *
 * <p>One thread calls {@link #await} and reads the events; any thread may add, change and remove
 * descriptors and {@link #wakeUp}. Waiting allocates nothing.
 */
public final class Poller implements AutoCloseable {

  /** Interest in bytes, connections or the end of a stream. */
  public static final int READ = EventCalls.EPOLLIN;

  /** Interest in room for bytes. */
  public static final int WRITE = EventCalls.EPOLLOUT;

  /** The token no descriptor may have. */
  public static final long RESERVED_TOKEN = Long.MIN_VALUE;

  private final Descriptor epoll;
  private final Descriptor wakeUps;
  private final MemorySegment events;
  private final int maxEvents;
  private final AtomicBoolean wakeUpPending = new AtomicBoolean();

  private Poller(Descriptor epoll, Descriptor wakeUps, int maxEvents) {
    this.epoll = epoll;
    this.wakeUps = wakeUps;
    this.maxEvents = maxEvents;
    this.events = Arena.ofAuto().allocate((long) maxEvents * EventCalls.EPOLL_EVENT_LENGTH, 8);
  }

  /**
   * @param maxEvents events that one {@link #await} returns at most
   */
  public static Poller open(int maxEvents) {
    if (maxEvents <= 0) {
      throw new IllegalArgumentException("maxEvents must be more than 0: " + maxEvents);
    }
    Descriptor epoll = descriptor("epoll_create1", EventCalls.epollCreate());
    Descriptor wakeUps;
    try {
      wakeUps = descriptor("eventfd", EventCalls.eventfd());
    } catch (RuntimeException e) {
      epoll.close();
      throw e;
    }
    Poller poller = new Poller(epoll, wakeUps, maxEvents);
    poller.control(EventCalls.EPOLL_CTL_ADD, wakeUps.number(), READ, RESERVED_TOKEN);
    return poller;
  }

  private static Descriptor descriptor(String call, int number) {
    if (number < 0) {
      throw Errno.failure(call, -number, "");
    }
    return new Descriptor(number);
  }

  /**
   * Starts to watch a descriptor.
   *
   * @param interest {@link #READ}, {@link #WRITE}, both or 0; a hang-up is always reported
   * @param token comes back with each event of it
   */
  public void add(int descriptor, int interest, long token) {
    control(EventCalls.EPOLL_CTL_ADD, descriptor, interest, requireFree(token));
  }

  /** Changes interest and token of a watched descriptor. */
  public void modify(int descriptor, int interest, long token) {
    control(EventCalls.EPOLL_CTL_MOD, descriptor, interest, requireFree(token));
  }

  /** Stops watching a descriptor; to be done before it is closed. */
  public void remove(int descriptor) {
    control(EventCalls.EPOLL_CTL_DEL, descriptor, 0, 0);
  }

  private static long requireFree(long token) {
    if (token == RESERVED_TOKEN) {
      throw new IllegalArgumentException("this token is reserved: " + token);
    }
    return token;
  }

  private void control(int operation, int descriptor, int interest, long token) {
    epoll.enterOpen("poller");
    try {
      int result = EventCalls.epollControl(epoll.number(), operation, descriptor, interest, token);
      if (result < 0) {
        throw Errno.failure("epoll_ctl", -result, "descriptor " + descriptor);
      }
    } finally {
      epoll.leave();
    }
  }

  /**
   * Waits until something happens, {@link #wakeUp} is called or time is up; may return early.
   *
   * @param timeoutMs how long at most; 0 only looks
   * @return the number of events to be read by index; a wake-up is not among them
   */
  public int await(int timeoutMs) {
    if (timeoutMs < 0) {
      throw new IllegalArgumentException("timeoutMs must not be negative: " + timeoutMs);
    }
    epoll.enterOpen("poller");
    try {
      return wakeUps.enter() ? awaitEntered(timeoutMs) : 0;
    } finally {
      epoll.leave();
    }
  }

  /**
   * The wake-up descriptor is in use all the while: were it closed right after it was raised, epoll
   * would forget it before the sleeping thread looks, and the thread would sleep on.
   */
  private int awaitEntered(int timeoutMs) {
    try {
      int count = EventCalls.epollWait(epoll.number(), events, maxEvents, timeoutMs);
      if (count < 0 && count != -Errno.EINTR) {
        throw Errno.failure("epoll_wait", -count, "timeout " + timeoutMs + " ms");
      }
      return withoutWakeUp(Math.max(count, 0));
    } finally {
      wakeUps.leave();
    }
  }

  private int withoutWakeUp(int count) {
    for (int i = 0; i < count; i++) {
      if (token(i) == RESERVED_TOKEN) {
        takeWakeUp();
        EventCalls.moveEvent(events, count - 1, i);
        return count - 1;
      }
    }
    return count;
  }

  /** The counter first: the other way round a wake-up in between would be swallowed for good. */
  private void takeWakeUp() {
    EventCalls.clearEventfd(wakeUps.number());
    wakeUpPending.set(false);
  }

  /** Token of event {@code index} of the last {@link #await}. */
  public long token(int index) {
    return EventCalls.token(events, index);
  }

  /** Whether reading will not block. */
  public boolean isReadable(int index) {
    return (EventCalls.events(events, index) & EventCalls.EPOLLIN) != 0;
  }

  /** Whether writing will not block. */
  public boolean isWritable(int index) {
    return (EventCalls.events(events, index) & EventCalls.EPOLLOUT) != 0;
  }

  /** Whether the other side is gone; bytes it sent before may still be readable. */
  public boolean isHungUp(int index) {
    return (EventCalls.events(events, index) & (EventCalls.EPOLLHUP | EventCalls.EPOLLERR)) != 0;
  }

  /**
   * Makes {@link #await} return, now or the next time it is called. What was handed over in a
   * concurrent queue before is visible to the woken thread. Cheap when a wake-up is on its way.
   */
  public void wakeUp() {
    if (wakeUpPending.compareAndSet(false, true)) {
      raise();
    }
  }

  private void raise() {
    if (wakeUps.enter()) {
      EventCalls.raiseEventfd(wakeUps.number());
      wakeUps.leave();
    }
  }

  /** Wakes the waiting thread and gives the descriptors back. Can be repeated. */
  @Override
  public void close() {
    if (epoll.close()) {
      raise(); // whatever is pending: another thread's wake-up may come too late now
      wakeUps.close();
    }
  }
}
