// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Ends the session in order: as if the client had died, but without a log line. */
public record GoodbyeRequest() implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.GOODBYE;
  }

  @Override
  public void encode(FrameWriter writer) {}

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static GoodbyeRequest decode(FrameReader reader) {
    return new GoodbyeRequest();
  }
}
