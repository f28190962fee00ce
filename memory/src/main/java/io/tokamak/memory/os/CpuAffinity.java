// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.ProcessCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/** The processors the calling platform thread may run on. */
public final class CpuAffinity {

  private static final int MASK_LENGTH = 1024; // 8192 processors, the most Linux can be built for

  private CpuAffinity() {}

  /** The processors the calling thread may run on now. */
  public static BitSet get() {
    requirePlatformThread();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      int result = ProcessCalls.getAffinity(mask);
      if (result < 0) {
        throw Errno.failure("sched_getaffinity", -result, "");
      }
      return BitSet.valueOf(mask.toArray(JAVA_BYTE));
    }
  }

  /**
   * Binds the calling thread to processors. Threads it starts later inherit that.
   *
   * @throws io.tokamak.memory.SystemCallException with {@code EINVAL} when none of them may be used
   */
  public static void set(BitSet processors) {
    requirePlatformThread();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      mask.copyFrom(MemorySegment.ofArray(processors.toByteArray()));
      int result = ProcessCalls.setAffinity(mask);
      if (result < 0) {
        throw Errno.failure(
            "sched_setaffinity",
            -result,
            processors.toString(),
            "Choose among the processors this process may use: " + get() + ".");
      }
    }
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no processors of its own");
    }
  }
}
