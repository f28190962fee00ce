// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Describes the given objects.
 *
 * @param ids the objects
 */
public record InfoRequest(List<ObjectId> ids) implements Call<InfoReply> {
  /** Copies the list. */
  public InfoRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.INFO;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeIds(writer, ids);
  }

  @Override
  public InfoReply decodeReply(FrameReader reader) {
    return InfoReply.decode(reader);
  }

  /** Reads the payload. */
  public static InfoRequest decode(FrameReader reader) {
    return new InfoRequest(Items.readIds(reader));
  }
}
