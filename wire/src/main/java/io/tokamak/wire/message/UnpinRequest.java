// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Makes objects evictable again; all or none.
 *
 * @param ids the objects
 */
public record UnpinRequest(List<ObjectId> ids) implements Call<EmptyReply> {
  /** Copies the list. */
  public UnpinRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.UNPIN;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeIds(writer, ids);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static UnpinRequest decode(FrameReader reader) {
    return new UnpinRequest(Items.readIds(reader));
  }
}
