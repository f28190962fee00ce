// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

/** The two clocks the store reads; a simulated one makes every deadline replayable. */
public interface StoreClock {
  /** Monotonic time for deadlines, in nanoseconds from an arbitrary start. */
  long nanoTime();

  /** Wall-clock time for what users see, in microseconds since the epoch. */
  long epochMicros();
}
