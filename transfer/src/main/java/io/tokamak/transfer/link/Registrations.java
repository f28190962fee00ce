// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;

/** Registers places of the data area with one fabric: when, is the policy. */
public interface Registrations {
  /**
   * What peers may read without asking: nothing, unless the policy has it registered.
   *
   * @param other a region that a pointer of no length can be of
   */
  default RemotePointer offer(MemoryRegion other) {
    return other.pointer(0, 0);
  }

  /** Makes a place usable for operations, this node's and its peers'. */
  Hold hold(long offset, long length);

  /** It is not needed any more; no operation of this node is using it. */
  void release(Hold hold);

  /** Ends all registrations. */
  void close();
}
