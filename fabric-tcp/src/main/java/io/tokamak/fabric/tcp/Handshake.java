// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What both sides of a handshake have in common: short frames, copied, and nothing else. */
sealed interface Handshake extends FlowUser permits Calling, Answering {
  /** A frame of the handshake. */
  void said(Flow flow, FrameType type, byte[] payload);

  @Override
  default void frame(Flow flow, FrameHeader header, MemorySegment payload) {
    said(flow, header.type, payload.toArray(ValueLayout.JAVA_BYTE));
  }

  @Override
  default void place(Flow flow, FrameHeader header, Incoming.Placement placement) {
    throw unexpected(header.type);
  }

  @Override
  default void placed(Flow flow, FrameHeader header, boolean intact) {
    throw unexpected(header.type);
  }

  static BadFrameException unexpected(FrameType type) {
    return new BadFrameException("a frame of type " + type + " in the handshake");
  }
}
