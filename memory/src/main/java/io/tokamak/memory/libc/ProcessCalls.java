// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.libc;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The calling process and thread. Results below zero are negated error numbers. */
public final class ProcessCalls {

  private static final MethodHandle GETEUID = ofNothing("geteuid");
  private static final MethodHandle GETEGID = ofNothing("getegid");
  private static final MethodHandle SCHED_GETAFFINITY = ofAffinity("sched_getaffinity");
  private static final MethodHandle SCHED_SETAFFINITY = ofAffinity("sched_setaffinity");

  private ProcessCalls() {}

  private static MethodHandle ofNothing(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT));
  }

  private static MethodHandle ofAffinity(String name) {
    return Linkage.call(name, FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
  }

  /** The user this process acts as; an unsigned number. */
  public static int effectiveUid() {
    CallState state = CallState.current();
    try {
      return (int) GETEUID.invokeExact(state.errno);
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** The group this process acts as; an unsigned number. */
  public static int effectiveGid() {
    CallState state = CallState.current();
    try {
      return (int) GETEGID.invokeExact(state.errno);
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Reads the processors a thread may run on into {@code mask}; 0 is the calling thread. */
  public static int getAffinity(int thread, MemorySegment mask) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) SCHED_GETAFFINITY.invokeExact(state.errno, thread, mask.byteSize(), mask));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }

  /** Binds a thread of this process to the processors in {@code mask}; 0 is the calling thread. */
  public static int setAffinity(int thread, MemorySegment mask) {
    CallState state = CallState.current();
    try {
      return state.result(
          (int) SCHED_SETAFFINITY.invokeExact(state.errno, thread, mask.byteSize(), mask));
    } catch (Throwable t) {
      throw Linkage.rethrow(t);
    }
  }
}
