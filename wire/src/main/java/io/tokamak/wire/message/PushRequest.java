// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Has another node fetch objects of this one.
 *
 * @param to the node
 * @param deadlineMs how long it may take
 * @param ids the objects
 */
public record PushRequest(NodeKey to, long deadlineMs, List<ObjectId> ids)
    implements ManagerCall<FetchReply> {
  /** Copies the list. */
  public PushRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.PUSH;
  }

  @Override
  public void encode(FrameWriter writer) {
    to.encode(writer);
    writer.putU64(deadlineMs);
    Items.writeIds(writer, ids);
  }

  @Override
  public FetchReply decodeReply(FrameReader reader) {
    return FetchReply.decode(reader);
  }

  /** Reads the payload. */
  public static PushRequest decode(FrameReader reader) {
    return new PushRequest(NodeKey.decode(reader), reader.getU63(), Items.readIds(reader));
  }
}
