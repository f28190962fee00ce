// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Waiting for events: epoll, eventfd and futexes. Results below zero are negated error numbers. No
 * call allocates.
 */
public final class EventCalls {

  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLLIN = 1;
  public static final int EPOLLOUT = 4;
  public static final int EPOLLERR = 8;
  public static final int EPOLLHUP = 16;

  /** Length of one event in the buffer of {@link #epollWait}. */
  public static final int EPOLL_EVENT_LENGTH = Platform.EPOLL_EVENT_LENGTH;

  private static final int CLOEXEC = 0x80000;
  private static final int NONBLOCK = 0x800;
  private static final int FUTEX_WAIT = 0;
  private static final int FUTEX_WAKE = 1;
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private static final MethodHandle EPOLL_CREATE1 =
      Linkage.call("epoll_create1", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  private static final MethodHandle EPOLL_CTL =
      Linkage.call(
          "epoll_ctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle EPOLL_WAIT =
      Linkage.call(
          "epoll_wait", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle EVENTFD =
      Linkage.call("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle READ = ofBytes("read");
  private static final MethodHandle WRITE = ofBytes("write");
  private static final MethodHandle FUTEX =
      Linkage.variadicCall(
          "syscall",
          FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS),
          1);

  private EventCalls() {}

  private static MethodHandle ofBytes(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
  }

  /** A new epoll instance. */
  public static int epollCreate() {
    CallState state = CallState.current();
    try {
      return state.result((int) EPOLL_CREATE1.invokeExact(state.errno, CLOEXEC));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Adds, changes or removes a descriptor. */
  public static int epollControl(int epoll, int operation, int descriptor, int events, long token) {
    CallState state = CallState.current();
    state.scratch.set(JAVA_INT_UNALIGNED, 0, events);
    state.scratch.set(JAVA_LONG_UNALIGNED, Platform.EPOLL_EVENT_DATA_OFFSET, token);
    try {
      return state.result(
          (int) EPOLL_CTL.invokeExact(state.errno, epoll, operation, descriptor, state.scratch));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Waits for events; returns how many stand in {@code buffer}. */
  public static int epollWait(int epoll, MemorySegment buffer, int maxEvents, int timeoutMs) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) EPOLL_WAIT.invokeExact(state.errno, epoll, buffer, maxEvents, timeoutMs));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The event bits of an event in a buffer. */
  public static int events(MemorySegment buffer, int index) {
    return buffer.get(JAVA_INT_UNALIGNED, (long) index * EPOLL_EVENT_LENGTH);
  }

  /** The token of an event in a buffer. */
  public static long token(MemorySegment buffer, int index) {
    long offset = (long) index * EPOLL_EVENT_LENGTH + Platform.EPOLL_EVENT_DATA_OFFSET;
    return buffer.get(JAVA_LONG_UNALIGNED, offset);
  }

  /** Copies an event of a buffer over another; word by word, since a bulk copy may allocate. */
  public static void moveEvent(MemorySegment buffer, int from, int to) {
    int events = events(buffer, from);
    long token = token(buffer, from);
    long offset = (long) to * EPOLL_EVENT_LENGTH;
    buffer.set(JAVA_INT_UNALIGNED, offset, events);
    buffer.set(JAVA_LONG_UNALIGNED, offset + Platform.EPOLL_EVENT_DATA_OFFSET, token);
  }

  /** A new counter to be waited for; never blocks. */
  public static int eventfd() {
    CallState state = CallState.current();
    try {
      return state.result((int) EVENTFD.invokeExact(state.errno, 0, CLOEXEC | NONBLOCK));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Raises an eventfd by one. */
  public static long raiseEventfd(int descriptor) {
    CallState state = CallState.current();
    state.scratch.set(JAVA_LONG, 0, 1);
    try {
      return state.result(
          (long) WRITE.invokeExact(state.errno, descriptor, state.scratch, (long) Long.BYTES));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Puts an eventfd back to zero. */
  public static long clearEventfd(int descriptor) {
    CallState state = CallState.current();
    try {
      return state.result(
          (long) READ.invokeExact(state.errno, descriptor, state.scratch, (long) Long.BYTES));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /**
   * Sleeps while the word at {@code address} is {@code expected}, at most {@code timeoutNs}; shared
   * by processes. The kernel survives a word that is unmapped meanwhile.
   */
  public static long futexWait(long address, int expected, long timeoutNs) {
    CallState state = CallState.current();
    state.scratch.set(JAVA_LONG, 0, timeoutNs / NS_PER_SECOND);
    state.scratch.set(JAVA_LONG, 8, timeoutNs % NS_PER_SECOND);
    return futex(state, address, FUTEX_WAIT, expected, state.scratch);
  }

  /** Wakes up to {@code count} sleepers; returns how many. */
  public static long futexWake(long address, int count) {
    return futex(CallState.current(), address, FUTEX_WAKE, count, MemorySegment.NULL);
  }

  private static long futex(
      CallState state, long address, int operation, int value, MemorySegment timeout) {
    try {
      return state.result(
          (long)
              FUTEX.invokeExact(
                  state.errno, Platform.SYSCALL_FUTEX, address, operation, value, timeout));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }
}
