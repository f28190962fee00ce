// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.stress;

import io.tokamak.memory.os.ProcessBarrier;

/** Whether this machine can fence other processors. */
final class Barriers {
  private Barriers() {}

  /** Registers this process; says so when the kernel has no barriers. */
  static boolean registered() {
    boolean registered = ProcessBarrier.register();
    if (!registered) {
      System.out.println("LEFT OUT: asymmetric fences (no membarrier here); tested: full fences");
    }
    return registered;
  }
}
