// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Makes this connection the second one of a session of the same user and process.
 *
 * @param sessionId what {@link WelcomeReply} said
 */
public record AttachRequest(long sessionId) implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.ATTACH;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(sessionId);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static AttachRequest decode(FrameReader reader) {
    return new AttachRequest(reader.getU64());
  }
}
