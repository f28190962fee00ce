// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Memory barriers that reach other processes. Results below zero are negated error numbers. */
public final class BarrierCalls {

  private static final int GLOBAL_EXPEDITED = 1 << 1;
  private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;

  private static final MethodHandle MEMBARRIER =
      Linkage.variadicCall(
          "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT), 1);

  private BarrierCalls() {}

  /** A barrier on every processor that runs a registered process. */
  public static int globalExpedited() {
    return membarrier(GLOBAL_EXPEDITED);
  }

  /** Makes barriers reach this process. */
  public static int registerGlobalExpedited() {
    return membarrier(REGISTER_GLOBAL_EXPEDITED);
  }

  private static int membarrier(int command) {
    CallState state = CallState.current();
    try {
      return (int)
          state.result(
              (long)
                  MEMBARRIER.invokeExact(state.errno, Platform.SYSCALL_MEMBARRIER, command, 0, 0));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }
}
