// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricCapabilities;

/** Capabilities to simulate. What a fabric does not promise, its simulation does not do. */
public final class Semantics {
  private static final int MESSAGE_BYTES = 8192;
  private static final long READ_BYTES = 1 << 20;

  private Semantics() {}

  /**
   * Nothing may be assumed: reads and writes in pieces and in any order, writes that have completed
   * but cannot be seen, atomics that know nothing of the owner's processor, no check of keys or of
   * bytes on their way.
   */
  public static FabricCapabilities weakest() {
    return new FabricCapabilities(
        false, true, false, false, false, false, true, MESSAGE_BYTES, READ_BYTES);
  }

  /** As the weakest, but stale pointers and forbidden accesses are refused. */
  public static FabricCapabilities weakestChecked() {
    return new FabricCapabilities(
        false, true, false, false, true, false, true, MESSAGE_BYTES, READ_BYTES);
  }

  /** Served by the target's processor, with checks of all kinds. */
  public static FabricCapabilities tcp() {
    return new FabricCapabilities(
        false, false, false, false, true, true, true, MESSAGE_BYTES, READ_BYTES);
  }

  /** As tcp, but writes become visible in the order of their addresses and of their issue. */
  public static FabricCapabilities orderedWrites() {
    return new FabricCapabilities(
        false, false, false, true, true, false, true, MESSAGE_BYTES, READ_BYTES);
  }

  /** The target's memory is mapped: nobody there is needed, atomics are the processor's own. */
  public static FabricCapabilities shm() {
    return new FabricCapabilities(
        true, false, false, false, true, true, false, MESSAGE_BYTES, READ_BYTES);
  }
}
