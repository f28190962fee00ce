// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A thread that writes the next number into a word and then into all bytes of some memory, over and
 * over as often as it may, as a store does that uses memory again.
 */
final class Rewriter implements AutoCloseable {
  private final Thread thread;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong allowed = new AtomicLong();
  private volatile boolean stopping;

  Rewriter(MemorySegment word, MemorySegment bytes) {
    thread = Thread.ofPlatform().start(() -> write(word, bytes));
  }

  private void write(MemorySegment word, MemorySegment bytes) {
    for (long number = 1; !stopping; number++) {
      while (number > allowed.get() && !stopping) {
        Thread.onSpinWait();
      }
      word.set(ValueLayout.JAVA_LONG, 0, number);
      VarHandle.fullFence();
      bytes.fill((byte) number);
      written.set(number);
    }
  }

  /** So many numbers more: few enough for a byte to tell which is the newer one. */
  void allow(int numbers) {
    allowed.set(written.get() + numbers);
  }

  @Override
  public void close() {
    stopping = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
