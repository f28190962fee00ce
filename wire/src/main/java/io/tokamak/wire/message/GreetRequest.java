// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Says who calls: the first frame of a connection to a manager.
 *
 * @param pid the client's process
 * @param name what the client calls itself, for people; at most {@link
 *     MessageLimits#MAX_NAME_LENGTH} bytes of UTF-8
 */
public record GreetRequest(int pid, String name) implements ManagerCall<GreetReply> {
  @Override
  public MessageType type() {
    return MessageType.GREET;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(pid);
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
  }

  @Override
  public GreetReply decodeReply(FrameReader reader) {
    return GreetReply.decode(reader);
  }

  /** Reads the payload. */
  public static GreetRequest decode(FrameReader reader) {
    return new GreetRequest(reader.getU31(), reader.getString(MessageLimits.MAX_NAME_LENGTH));
  }
}
