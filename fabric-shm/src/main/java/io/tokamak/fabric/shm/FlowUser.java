// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.lang.foreign.MemorySegment;

/** Whoever a flow works for: a handshake first, then an endpoint. */
interface FlowUser {
  /** A frame with its payload at {@code offset}, until this method returns. */
  void frame(Flow flow, FrameHeader header, MemorySegment payload, long offset);

  /**
   * The flow is of no more use; to be closed.
   *
   * @param peerEnded whether the peer has closed its end, or is dead
   */
  void lost(Flow flow, String why, boolean peerEnded);
}
