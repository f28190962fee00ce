// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Deletes objects at all nodes that hold them.
 *
 * @param deadlineMs how long it may take
 * @param ids the objects
 */
public record DeleteEverywhereRequest(long deadlineMs, List<ObjectId> ids)
    implements ManagerCall<DeleteEverywhereReply> {
  /** Copies the list. */
  public DeleteEverywhereRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.DELETE_EVERYWHERE;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(deadlineMs);
    Items.writeIds(writer, ids);
  }

  @Override
  public DeleteEverywhereReply decodeReply(FrameReader reader) {
    return DeleteEverywhereReply.decode(reader);
  }

  /** Reads the payload. */
  public static DeleteEverywhereRequest decode(FrameReader reader) {
    return new DeleteEverywhereRequest(reader.getU63(), Items.readIds(reader));
  }
}
