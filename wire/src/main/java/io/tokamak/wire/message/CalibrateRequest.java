// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Measures the protocols against a node; from then on they are chosen by what was found.
 *
 * @param node the node
 * @param deadlineMs how long it may take
 */
public record CalibrateRequest(NodeKey node, long deadlineMs) implements ManagerCall<CostsReply> {
  @Override
  public MessageType type() {
    return MessageType.CALIBRATE;
  }

  @Override
  public void encode(FrameWriter writer) {
    node.encode(writer);
    writer.putU64(deadlineMs);
  }

  @Override
  public CostsReply decodeReply(FrameReader reader) {
    return CostsReply.decode(reader);
  }

  /** Reads the payload. */
  public static CalibrateRequest decode(FrameReader reader) {
    return new CalibrateRequest(NodeKey.decode(reader), reader.getU63());
  }
}
