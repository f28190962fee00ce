// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Asks which objects are there and sealed.
 *
 * @param ids the objects
 */
public record ContainsRequest(List<ObjectId> ids) implements Call<ContainsReply> {
  /** Copies the list. */
  public ContainsRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.CONTAINS;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeIds(writer, ids);
  }

  @Override
  public ContainsReply decodeReply(FrameReader reader) {
    return ContainsReply.decode(reader);
  }

  /** Reads the payload. */
  public static ContainsRequest decode(FrameReader reader) {
    return new ContainsRequest(Items.readIds(reader));
  }
}
