// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Asks who has an object pinned.
 *
 * @param id the object
 */
public record HoldersRequest(ObjectId id) implements Call<HoldersReply> {
  @Override
  public MessageType type() {
    return MessageType.HOLDERS;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putId(id);
  }

  @Override
  public HoldersReply decodeReply(FrameReader reader) {
    return HoldersReply.decode(reader);
  }

  /** Reads the payload. */
  public static HoldersRequest decode(FrameReader reader) {
    return new HoldersRequest(reader.getId());
  }
}
