// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Opens a session: the first frame of a connection.
 *
 * @param readOnly whether the client only ever reads, and wants a descriptor that cannot write
 * @param pid the client's process
 * @param name what the client calls itself, for people; at most {@link
 *     MessageLimits#MAX_NAME_LENGTH} bytes of UTF-8
 */
public record HelloRequest(boolean readOnly, int pid, String name) implements Call<WelcomeReply> {
  @Override
  public MessageType type() {
    return MessageType.HELLO;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putFlag(readOnly);
    writer.putU32(pid);
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
  }

  @Override
  public WelcomeReply decodeReply(FrameReader reader) {
    return WelcomeReply.decode(reader);
  }

  /** Reads the payload. */
  public static HelloRequest decode(FrameReader reader) {
    return new HelloRequest(
        reader.getFlag(), reader.getU31(), reader.getString(MessageLimits.MAX_NAME_LENGTH));
  }
}
