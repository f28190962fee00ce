// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Asks how the manager is doing. */
public record ManagerStatusRequest() implements ManagerCall<ManagerStatusReply> {
  @Override
  public MessageType type() {
    return MessageType.MANAGER_STATUS;
  }

  @Override
  public void encode(FrameWriter writer) {}

  @Override
  public ManagerStatusReply decodeReply(FrameReader reader) {
    return ManagerStatusReply.decode(reader);
  }

  /** Reads the payload. */
  public static ManagerStatusRequest decode(FrameReader reader) {
    return new ManagerStatusRequest();
  }
}
