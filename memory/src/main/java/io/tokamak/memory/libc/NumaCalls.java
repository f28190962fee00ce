// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * From which node of the machine the calling thread takes memory. The C library has no functions
 * for it. Results below zero are negated error numbers; a kernel without NUMA says {@code ENOSYS}.
 */
public final class NumaCalls {

  public static final int MPOL_DEFAULT = 0;
  public static final int MPOL_PREFERRED = 1;

  private static final MethodHandle SET_MEMPOLICY =
      Linkage.variadicCall(
          "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 1);
  private static final MethodHandle GET_MEMPOLICY =
      Linkage.variadicCall(
          "syscall",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_LONG, JAVA_LONG),
          1);

  private NumaCalls() {}

  /** Sets the policy; threads that the calling one starts inherit it. */
  public static int setPolicy(int mode, MemorySegment nodes) {
    CallState state = CallState.current();
    try {
      return (int)
          state.result(
              (long)
                  SET_MEMPOLICY.invokeExact(
                      state.errno, Platform.SYSCALL_SET_MEMPOLICY, mode, nodes, bits(nodes)));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Reads the policy's mode, 32 bits, and its nodes. */
  public static int getPolicy(MemorySegment mode, MemorySegment nodes) {
    CallState state = CallState.current();
    try {
      return (int)
          state.result(
              (long)
                  GET_MEMPOLICY.invokeExact(
                      state.errno,
                      Platform.SYSCALL_GET_MEMPOLICY,
                      mode,
                      nodes,
                      bits(nodes),
                      0L,
                      0L));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The kernel looks at one bit less than it is told of. */
  private static long bits(MemorySegment nodes) {
    return nodes.byteSize() * Byte.SIZE + 1;
  }
}
