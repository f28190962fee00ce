// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.MappingCalls;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Brings pages of a mapping into the page table before they are needed, so that the first touch
 * costs no fault. Ranges are widened to whole pages. Thread-safe; blocks for the time it takes.
 */
public final class Residency {

  private Residency() {}

  /**
   * Makes a range readable without faults.
   *
   * @return false when the kernel is older than 5.14 and cannot; the range is then faulted in when
   *     it is touched
   */
  public static boolean populateForRead(MemorySegment range) {
    return populate(range, MappingCalls.MADV_POPULATE_READ);
  }

  /** The same for writing; the range must be reserved. */
  public static boolean populateForWrite(MemorySegment range) {
    return populate(range, MappingCalls.MADV_POPULATE_WRITE);
  }

  /**
   * Makes huge pages out of the reserved memory of a range, as far as whole ones lie in it: a
   * mapping of it then takes one fault and one entry of the address cache per 2 MiB instead of 512.
   * What is in the memory stays. A best effort that the kernel may refuse (older than 6.1, or no 2
   * MiB in one piece left).
   *
   * @return bytes that are in huge pages now
   */
  public static long collapse(MemorySegment range) {
    try {
      return collapse(pageStart(range) + HugePages.LENGTH_BYTES - 1, end(range));
    } finally {
      Reference.reachabilityFence(range);
    }
  }

  private static long collapse(long from, long to) {
    long start = from & -HugePages.LENGTH_BYTES;
    long at = start;
    while (at + HugePages.LENGTH_BYTES <= to
        && MappingCalls.madvise(at, HugePages.LENGTH_BYTES, MappingCalls.MADV_COLLAPSE) == 0) {
      at += HugePages.LENGTH_BYTES;
    }
    return at - start;
  }

  /**
   * Keeps a range in memory until it is unmapped.
   *
   * @throws InsufficientMemoryException when that is more than this process may lock
   */
  public static void lock(MemorySegment range) {
    int result = mlock(range);
    if (result == -Errno.ENOMEM || result == -Errno.EPERM || result == -Errno.EAGAIN) {
      throw new InsufficientMemoryException(
          "lock memory (mlock)",
          range.byteSize(),
          SystemMemory.ofThisMachine().availableBytes(),
          "Raise the limit with `ulimit -l`, or do without.");
    }
    check("mlock", result, range);
  }

  private static int mlock(MemorySegment range) {
    long start = pageStart(range);
    try {
      return MappingCalls.mlock(start, end(range) - start);
    } finally {
      Reference.reachabilityFence(range);
    }
  }

  private static boolean populate(MemorySegment range, int advice) {
    int result;
    do {
      result = madvise(range, advice);
    } while (result == -Errno.EINTR);
    if (result == -Errno.EINVAL) {
      return false;
    }
    check("madvise", result, range);
    return true;
  }

  private static int madvise(MemorySegment range, int advice) {
    long start = pageStart(range);
    try {
      return MappingCalls.madvise(start, end(range) - start, advice);
    } finally {
      Reference.reachabilityFence(range);
    }
  }

  private static long pageStart(MemorySegment range) {
    if (!range.isNative()) {
      throw new IllegalArgumentException("not mapped memory: " + range);
    }
    return range.address() & -SystemMemory.pageLengthBytes();
  }

  private static long end(MemorySegment range) {
    return range.address() + range.byteSize();
  }

  private static void check(String call, int result, MemorySegment range) {
    if (result < 0) {
      throw Errno.failure(call, -result, "length " + range.byteSize());
    }
  }
}
