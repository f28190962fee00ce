// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Gives an unsealed object of this session up.
 *
 * @param id the object
 */
public record AbortRequest(ObjectId id) implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.ABORT;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putId(id);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static AbortRequest decode(FrameReader reader) {
    return new AbortRequest(reader.getId());
  }
}
