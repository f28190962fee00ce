// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.ProcessCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/** The processors that threads of this process may run on. */
public final class CpuAffinity {

  private static final int MASK_LENGTH = 1024; // 8192 processors, the most Linux can be built for
  private static final int CALLING_THREAD = 0;
  private static final Path THREADS = Path.of("/proc/self/task");

  private CpuAffinity() {}

  /** The processors the calling thread may run on now. */
  public static BitSet get() {
    requirePlatformThread();
    return get(CALLING_THREAD);
  }

  private static BitSet get(int thread) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      int result = ProcessCalls.getAffinity(thread, mask);
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
    set(CALLING_THREAD, processors);
  }

  private static void set(int thread, BitSet processors) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      mask.copyFrom(MemorySegment.ofArray(processors.toByteArray()));
      int result = ProcessCalls.setAffinity(thread, mask);
      if (result < 0) {
        throw Errno.failure(
            "sched_setaffinity",
            -result,
            processors.toString(),
            "Choose among the processors this process may use: " + get() + ".");
      }
    }
  }

  /**
   * Binds all threads there are, those of the virtual machine too. Threads they start later inherit
   * that. One that ends meanwhile is left out.
   *
   * @return how many threads may run on these processors now, and on no others; read back
   * @throws io.tokamak.memory.SystemCallException with {@code EINVAL} when none of them may be used
   */
  public static int setForAllThreads(BitSet processors) {
    set(processors);
    int bound = 0;
    for (int thread : threads()) {
      bound += isBound(thread, processors) ? 1 : 0;
    }
    return bound;
  }

  private static boolean isBound(int thread, BitSet processors) {
    try {
      set(thread, processors);
      BitSet found = get(thread);
      found.andNot(processors);
      return found.isEmpty();
    } catch (SystemCallException gone) {
      return false;
    }
  }

  private static List<Integer> threads() {
    try (Stream<Path> tasks = Files.list(THREADS)) {
      return tasks.map(task -> Integer.valueOf(task.getFileName().toString())).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requirePlatformThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException("a virtual thread has no processors of its own");
    }
  }
}
