// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/**
 * Mapped memory. Addresses are plain numbers here: the callers own the segments made of them and
 * keep them alive. Results below zero are negated error numbers.
 */
public final class MappingCalls {

  public static final int PROT_READ = 1;
  public static final int PROT_WRITE = 2;
  public static final int MAP_SHARED = 1;

  private static final int PROT_NONE = 0;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_NORESERVE = 0x4000;

  public static final int MADV_POPULATE_READ = 22;
  public static final int MADV_POPULATE_WRITE = 23;
  public static final int MADV_COLLAPSE = 25;

  private static final int SC_PAGESIZE = 30;

  private static final MethodHandle MMAP =
      Linkage.call(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP = ofRange("munmap");
  private static final MethodHandle MLOCK = ofRange("mlock");
  private static final MethodHandle MADVISE =
      Linkage.call("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle SYSCONF =
      Linkage.call("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));

  private MappingCalls() {}

  private static MethodHandle ofRange(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  }

  /** Maps a file shared, at the address {@code hint} if that is free; returns the address. */
  public static long mmap(long hint, int descriptor, long lengthBytes, int protection) {
    return mmap(hint, lengthBytes, protection, MAP_SHARED, descriptor);
  }

  /** Takes addresses without memory; returns the first. */
  public static long reserveAddresses(long lengthBytes) {
    return mmap(0, lengthBytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);
  }

  private static long mmap(long hint, long lengthBytes, int protection, int flags, int descriptor) {
    CallState state = CallState.current();
    try {
      return state.result(
          (long)
              MMAP.invokeExact(state.errno, hint, lengthBytes, protection, flags, descriptor, 0L));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Takes a mapping away. */
  public static int munmap(long address, long lengthBytes) {
    CallState state = CallState.current();
    try {
      return state.result((int) MUNMAP.invokeExact(state.errno, address, lengthBytes));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Keeps a range in memory. */
  public static int mlock(long address, long lengthBytes) {
    CallState state = CallState.current();
    try {
      return state.result((int) MLOCK.invokeExact(state.errno, address, lengthBytes));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Advises the kernel about a range that starts on a page boundary. */
  public static int madvise(long address, long lengthBytes, int advice) {
    CallState state = CallState.current();
    try {
      return state.result((int) MADVISE.invokeExact(state.errno, address, lengthBytes, advice));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Length of a page in bytes. */
  public static long pageLengthBytes() {
    CallState state = CallState.current();
    try {
      return state.result((long) SYSCONF.invokeExact(state.errno, SC_PAGESIZE));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }
}
