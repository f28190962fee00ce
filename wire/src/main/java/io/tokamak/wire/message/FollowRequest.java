// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Turns this connection into a stream of {@link EventsPush} of another node. The stream ends with
 * an error that says why.
 *
 * @param node the node
 */
public record FollowRequest(NodeKey node) implements ManagerCall<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.FOLLOW;
  }

  @Override
  public void encode(FrameWriter writer) {
    node.encode(writer);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static FollowRequest decode(FrameReader reader) {
    return new FollowRequest(NodeKey.decode(reader));
  }
}
