// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.EventCalls;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Objects;

/**
 * Sleeping on a 32-bit word of shared memory, across processes.
 *
 * <p>The order that loses no wake-up: the waker changes the word, then wakes; the sleeper reads the
 * word, decides to sleep and passes what it read as {@code expected}. A wake may be spurious: look
 * again after each. Nothing here allocates. A sleeping thread holds its carrier if it is virtual;
 * interrupting it does nothing, and neither does closing the arena of its segment.
 */
public final class Futex {

  /** Why a wait ended. */
  public enum Outcome {
    /** Woken, perhaps for no reason. */
    WOKEN,
    /** The word was not the expected one, so there was nothing to sleep for. */
    CHANGED,
    /** Time is up. */
    TIMED_OUT
  }

  private Futex() {}

  /**
   * Sleeps while the word at {@code offset} is {@code expected}. The memory may be mapped
   * read-only.
   *
   * @param offset multiple of 4
   * @param timeoutNs how long at most, not negative
   */
  public static Outcome waitOn(MemorySegment segment, long offset, int expected, long timeoutNs) {
    if (timeoutNs < 0) {
      throw new IllegalArgumentException("timeoutNs must not be negative: " + timeoutNs);
    }
    long result = futexWait(segment, offset, expected, timeoutNs);
    return switch ((int) -result) {
      case 0, Errno.EINTR -> Outcome.WOKEN;
      case Errno.EAGAIN -> Outcome.CHANGED;
      case Errno.ETIMEDOUT -> Outcome.TIMED_OUT;
      default -> throw Errno.failure("futex", (int) -result, "wait at offset " + offset);
    };
  }

  /** Wakes up to {@code count} threads that sleep on the word, in any process; returns how many. */
  public static int wake(MemorySegment segment, long offset, int count) {
    long result = futexWake(segment, offset, count);
    if (result < 0) {
      throw Errno.failure("futex", (int) -result, "wake at offset " + offset);
    }
    return (int) result;
  }

  private static long futexWait(MemorySegment segment, long offset, int expected, long timeoutNs) {
    try {
      return EventCalls.futexWait(addressOf(segment, offset), expected, timeoutNs);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  private static long futexWake(MemorySegment segment, long offset, int count) {
    try {
      return EventCalls.futexWake(addressOf(segment, offset), count);
    } finally {
      Reference.reachabilityFence(segment);
    }
  }

  /** A plain number: a slice of the segment would be an object for each call. */
  private static long addressOf(MemorySegment segment, long offset) {
    Objects.checkFromIndexSize(offset, Integer.BYTES, segment.byteSize());
    long address = segment.address() + offset;
    if (!segment.isNative() || address % Integer.BYTES != 0) {
      throw new IllegalArgumentException("no futex word at offset " + offset + " of " + segment);
    }
    return address;
  }
}
