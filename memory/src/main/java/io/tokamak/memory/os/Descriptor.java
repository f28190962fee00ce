// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.FileCalls;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Owns one descriptor number.
 *
 * <p>The kernel reuses a number as soon as it is closed: a second close, or a call that was about
 * to use the number, would hit somebody else's file. So every use is counted, and the number goes
 * back when it is closed and the last use has ended.
 *
 * <p>Thread-safe, allocates nothing.
 */
final class Descriptor {

  private static final int CLOSED = 1 << 30;

  private final int number;
  private final AtomicInteger usesAndClosed = new AtomicInteger();

  Descriptor(int number) {
    this.number = number;
  }

  /** The bare number, for messages and for registration elsewhere. */
  int number() {
    return number;
  }

  /** Starts a use; false when closed. A true must be answered by {@link #leave}. */
  boolean enter() {
    while (true) {
      int seen = usesAndClosed.get();
      if ((seen & CLOSED) != 0) {
        return false;
      }
      if (usesAndClosed.compareAndSet(seen, seen + 1)) {
        return true;
      }
    }
  }

  /** Starts a use of something that must be open. */
  void enterOpen(String what) {
    if (!enter()) {
      throw new IllegalStateException(what + " is closed");
    }
  }

  /** Ends a use. */
  void leave() {
    if (usesAndClosed.decrementAndGet() == CLOSED) {
      FileCalls.close(number);
    }
  }

  /** Forbids further uses; true for the one caller that closed it. */
  boolean close() {
    while (true) {
      int seen = usesAndClosed.get();
      if ((seen & CLOSED) != 0) {
        return false;
      }
      if (usesAndClosed.compareAndSet(seen, seen | CLOSED)) {
        closeNumberWhenUnused(seen);
        return true;
      }
    }
  }

  private void closeNumberWhenUnused(int uses) {
    if (uses == 0) {
      FileCalls.close(number);
    }
  }

  boolean isClosed() {
    return (usesAndClosed.get() & CLOSED) != 0;
  }
}
