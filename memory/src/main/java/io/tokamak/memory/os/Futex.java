// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.EventCalls;
import java.lang.foreign.MemorySegment;

/**
 * Sleeping on a 32-bit word of shared memory, across processes.
 *
 * <p>The order that loses no wake-up: the waker changes the word, then wakes; the sleeper reads the
 * word, decides to sleep and passes what it read as {@code expected}. A wake may be spurious: look
 * again after each. Nothing here allocates. A sleeping thread holds its carrier if it is virtual,
 * and the arena of its segment; interrupting it does nothing.
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
    long result = EventCalls.futexWait(word(segment, offset), expected, timeoutNs);
    return switch ((int) -result) {
      case 0, Errno.EINTR -> Outcome.WOKEN;
      case Errno.EAGAIN -> Outcome.CHANGED;
      case Errno.ETIMEDOUT -> Outcome.TIMED_OUT;
      default -> throw Errno.failure("futex", (int) -result, "wait at offset " + offset);
    };
  }

  /** Wakes up to {@code count} threads that sleep on the word, in any process; returns how many. */
  public static int wake(MemorySegment segment, long offset, int count) {
    long result = EventCalls.futexWake(word(segment, offset), count);
    if (result < 0) {
      throw Errno.failure("futex", (int) -result, "wake at offset " + offset);
    }
    return (int) result;
  }

  private static MemorySegment word(MemorySegment segment, long offset) {
    return segment.asSlice(offset, Integer.BYTES, Integer.BYTES);
  }
}
