// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Deletes objects, now or at their last release.
 *
 * @param ids the objects
 */
public record DeleteRequest(List<ObjectId> ids) implements Call<DeleteReply> {
  /** For one object. */
  public static DeleteRequest of(ObjectId id) {
    return new DeleteRequest(List.of(id));
  }

  /** Copies the list. */
  public DeleteRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.DELETE;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeIds(writer, ids);
  }

  @Override
  public DeleteReply decodeReply(FrameReader reader) {
    return DeleteReply.decode(reader);
  }

  /** Reads the payload. */
  public static DeleteRequest decode(FrameReader reader) {
    return new DeleteRequest(Items.readIds(reader));
  }
}
