// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Turns this connection into a stream of {@link EventsPush}. */
public record SubscribeRequest() implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.SUBSCRIBE;
  }

  @Override
  public void encode(FrameWriter writer) {}

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static SubscribeRequest decode(FrameReader reader) {
    return new SubscribeRequest();
  }
}
