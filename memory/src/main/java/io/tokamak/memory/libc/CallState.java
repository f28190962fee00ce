// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * What one thread needs for a system call: where errno lands, and a little room for arguments.
 *
 * <p>One per thread and never reentered, so that calls allocate nothing.
 */
final class CallState {

  private static final long ERRNO_LENGTH = Linker.Option.captureStateLayout().byteSize();
  private static final long SCRATCH_LENGTH = 32;
  private static final ThreadLocal<CallState> CURRENT = ThreadLocal.withInitial(CallState::new);

  /** Receives errno; the first argument of every handle of {@link Linkage}. */
  final MemorySegment errno;

  /** 32 bytes, 8-byte aligned, for the arguments of one call. */
  final MemorySegment scratch;

  private CallState() {
    MemorySegment all = Arena.ofAuto().allocate(SCRATCH_LENGTH + ERRNO_LENGTH, 8);
    scratch = all.asSlice(0, SCRATCH_LENGTH);
    errno = all.asSlice(SCRATCH_LENGTH, ERRNO_LENGTH);
  }

  static CallState current() {
    return CURRENT.get();
  }

  /** The result, or the negated errno where the call says -1. */
  int result(int returned) {
    return returned == -1 ? -errno.get(JAVA_INT, 0) : returned;
  }

  /** The result, or the negated errno where the call says -1. */
  long result(long returned) {
    return returned == -1 ? -errno.get(JAVA_INT, 0) : returned;
  }
}
