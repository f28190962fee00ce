// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Files and descriptors. Results below zero are negated error numbers. */
public final class FileCalls {

  public static final int O_RDONLY = 0;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0x40;
  public static final int O_EXCL = 0x80;
  public static final int O_NONBLOCK = 0x800;
  public static final int O_CLOEXEC = 0x80000;
  public static final int O_NOFOLLOW = Platform.O_NOFOLLOW;
  public static final int MFD_CLOEXEC = 1;
  public static final int MFD_ALLOW_SEALING = 2;
  public static final int LOCK_EXCLUSIVE_NOW = 2 | 4;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_ADD_SEALS = 1033;
  public static final int F_SEAL_LENGTH = 1 | 2 | 4; // SEAL, SHRINK, GROW
  public static final long TMPFS_MAGIC = 0x01021994L;
  public static final long HUGETLBFS_MAGIC = 0x958458f6L;

  private static final int SEEK_END = 2;
  private static final long STATFS_LENGTH = 256; // 112 or 120 bytes are written

  private static final MethodHandle OPEN =
      Linkage.variadicCall("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle CLOSE = ofDescriptor("close");
  private static final MethodHandle MEMFD_CREATE =
      Linkage.call("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle FCNTL =
      Linkage.variadicCall(
          "fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), 2);
  private static final MethodHandle FCHMOD = ofDescriptorAndInt("fchmod");
  private static final MethodHandle FLOCK = ofDescriptorAndInt("flock");
  private static final MethodHandle FTRUNCATE =
      Linkage.call("ftruncate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle FALLOCATE =
      Linkage.call(
          "fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle LSEEK =
      Linkage.call("lseek", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_INT));
  private static final MethodHandle FSTATFS =
      Linkage.call("fstatfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));
  private static final MethodHandle FSTATVFS =
      Linkage.call("fstatvfs", FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS));

  private FileCalls() {}

  private static MethodHandle ofDescriptor(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
  }

  private static MethodHandle ofDescriptorAndInt(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  }

  /** Opens {@code path}; returns the descriptor. */
  public static int open(String path, int flags, int mode) {
    CallState state = CallState.current();
    try (Arena arena = Arena.ofConfined()) {
      return state.result(
          (int) OPEN.invokeExact(state.errno, arena.allocateFrom(path), flags, mode));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Gives a descriptor number back; never to be repeated, whatever it returns. */
  public static int close(int descriptor) {
    CallState state = CallState.current();
    try {
      return state.result((int) CLOSE.invokeExact(state.errno, descriptor));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** A file without a path, in memory. */
  public static int memfdCreate(String name, int flags) {
    CallState state = CallState.current();
    try (Arena arena = Arena.ofConfined()) {
      return state.result(
          (int) MEMFD_CREATE.invokeExact(state.errno, arena.allocateFrom(name), flags));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** {@code fcntl} with an int argument. */
  public static int fcntl(int descriptor, int command, int argument) {
    CallState state = CallState.current();
    try {
      return state.result((int) FCNTL.invokeExact(state.errno, descriptor, command, argument));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sets the permission bits. */
  public static int fchmod(int descriptor, int mode) {
    CallState state = CallState.current();
    try {
      return state.result((int) FCHMOD.invokeExact(state.errno, descriptor, mode));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Locks the open file as a whole. */
  public static int flock(int descriptor, int operation) {
    CallState state = CallState.current();
    try {
      return state.result((int) FLOCK.invokeExact(state.errno, descriptor, operation));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Sets the length; the file stays sparse. */
  public static int ftruncate(int descriptor, long lengthBytes) {
    CallState state = CallState.current();
    try {
      return state.result((int) FTRUNCATE.invokeExact(state.errno, descriptor, lengthBytes));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Backs a range with memory (or blocks), zeroed where it was not backed before. */
  public static int fallocate(int descriptor, long offset, long lengthBytes) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) FALLOCATE.invokeExact(state.errno, descriptor, 0, offset, lengthBytes));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Length of the file in bytes; moves the file position, which nobody here uses. */
  public static long length(int descriptor) {
    CallState state = CallState.current();
    try {
      return state.result((long) LSEEK.invokeExact(state.errno, descriptor, 0L, SEEK_END));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Magic number of the file system, 32 bits. */
  public static long fileSystemMagic(int descriptor) {
    CallState state = CallState.current();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statfs = arena.allocate(STATFS_LENGTH, 8);
      int result = state.result((int) FSTATFS.invokeExact(state.errno, descriptor, statfs));
      return result < 0 ? result : statfs.get(JAVA_LONG, 0) & 0xffffffffL;
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Free bytes of the file system, {@code Long.MAX_VALUE} where it has no limit of its own. */
  public static long availableBytes(int descriptor) {
    CallState state = CallState.current();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment statvfs = arena.allocate(STATFS_LENGTH, 8);
      int result = state.result((int) FSTATVFS.invokeExact(state.errno, descriptor, statvfs));
      return result < 0 ? result : availableBytes(statvfs);
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  private static long availableBytes(MemorySegment statvfs) {
    long fragmentLength = statvfs.get(JAVA_LONG, 8);
    long blocks = statvfs.get(JAVA_LONG, 16);
    long availableBlocks = statvfs.get(JAVA_LONG, 32);
    return blocks == 0 ? Long.MAX_VALUE : availableBlocks * fragmentLength;
  }
}
