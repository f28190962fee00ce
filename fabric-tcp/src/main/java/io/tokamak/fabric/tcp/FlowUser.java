// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.lang.foreign.MemorySegment;

/** Whoever a flow works for: a handshake first, then an endpoint. */
interface FlowUser {
  /** The connection that was begun stands. */
  void connected(Flow flow);

  /** A frame with its payload, which is there until this method returns. */
  void frame(Flow flow, FrameHeader header, MemorySegment payload);

  /** A DATA or WRITE begins: where does its payload go? */
  void place(Flow flow, FrameHeader header, Incoming.Placement placement);

  /** Its payload is there. */
  void placed(Flow flow, FrameHeader header, boolean intact);

  /** The flow is of no more use; to be closed. */
  void lost(Flow flow, String why);
}
