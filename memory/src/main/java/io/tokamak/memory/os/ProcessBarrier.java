// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.BarrierCalls;
import io.tokamak.memory.libc.Errno;

/**
 * A full memory fence on every processor that runs a registered process: membarrier(2), global
 * expedited. It lets the frequent side of a protocol go without fences of its own (Linux 4.16 and
 * later; containers may forbid it).
 *
 * <p>Thread-safe. A barrier takes about a microsecond per processor in use.
 */
public final class ProcessBarrier {
  private ProcessBarrier() {}

  /**
   * Lets barriers reach this process from now on, and lets it execute them. May be repeated.
   *
   * @return false when the kernel cannot or may not: then every side needs fences of its own
   */
  public static boolean register() {
    return BarrierCalls.registerGlobalExpedited() == 0;
  }

  /** Fences every processor that runs a registered process, this one included. */
  public static void execute() {
    int result = BarrierCalls.globalExpedited();
    if (result < 0) {
      throw Errno.failure("membarrier", -result, "global expedited");
    }
  }
}
