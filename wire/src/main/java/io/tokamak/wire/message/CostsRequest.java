// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Asks for the costs that protocols are chosen by. */
public record CostsRequest() implements ManagerCall<CostsReply> {
  @Override
  public MessageType type() {
    return MessageType.COSTS;
  }

  @Override
  public void encode(FrameWriter writer) {}

  @Override
  public CostsReply decodeReply(FrameReader reader) {
    return CostsReply.decode(reader);
  }

  /** Reads the payload. */
  public static CostsRequest decode(FrameReader reader) {
    return new CostsRequest();
  }
}
