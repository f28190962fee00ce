// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Keeps objects from eviction until {@link UnpinRequest} or deletion; all or none.
 *
 * @param ids the objects
 */
public record PinRequest(List<ObjectId> ids) implements Call<EmptyReply> {
  /** Copies the list. */
  public PinRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.PIN;
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
  public static PinRequest decode(FrameReader reader) {
    return new PinRequest(Items.readIds(reader));
  }
}
