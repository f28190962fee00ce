// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Has other nodes fetch an object of this one, from one another. The reply has an item for each
 * node, in their order.
 *
 * @param id the object
 * @param deadlineMs how long it may take
 * @param to the nodes, each once
 */
public record BroadcastRequest(ObjectId id, long deadlineMs, List<NodeKey> to)
    implements ManagerCall<FetchReply> {
  /** Copies the list. */
  public BroadcastRequest {
    to = List.copyOf(to);
  }

  @Override
  public MessageType type() {
    return MessageType.BROADCAST;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(deadlineMs);
    writer.putId(id);
    Items.write(writer, to, (frame, node) -> node.encode(frame));
  }

  @Override
  public FetchReply decodeReply(FrameReader reader) {
    return FetchReply.decode(reader);
  }

  /** Reads the payload. */
  public static BroadcastRequest decode(FrameReader reader) {
    long deadlineMs = reader.getU63();
    ObjectId id = reader.getId();
    return new BroadcastRequest(
        id, deadlineMs, Items.read(reader, NodeKey.ENCODED_LENGTH, NodeKey::decode));
  }
}
