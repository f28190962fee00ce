// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Asks for the transfers that run and the last that ended.
 *
 * @param limit most transfers wanted; the manager keeps a bounded number
 */
public record TransfersRequest(int limit) implements ManagerCall<TransfersReply> {
  @Override
  public MessageType type() {
    return MessageType.TRANSFERS;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(limit);
  }

  @Override
  public TransfersReply decodeReply(FrameReader reader) {
    return TransfersReply.decode(reader);
  }

  /** Reads the payload. */
  public static TransfersRequest decode(FrameReader reader) {
    return new TransfersRequest(reader.getU31());
  }
}
