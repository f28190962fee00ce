// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Makes objects the most recently used, in the order given.
 *
 * @param ids the objects; absent ones are passed over
 */
public record TouchRequest(List<ObjectId> ids) implements Call<TouchReply> {
  /** Copies the list. */
  public TouchRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.TOUCH;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.writeIds(writer, ids);
  }

  @Override
  public TouchReply decodeReply(FrameReader reader) {
    return TouchReply.decode(reader);
  }

  /** Reads the payload. */
  public static TouchRequest decode(FrameReader reader) {
    return new TouchRequest(Items.readIds(reader));
  }
}
