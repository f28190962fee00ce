// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Makes an object of this session immutable and visible.
 *
 * @param id the object
 */
public record SealRequest(ObjectId id) implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.SEAL;
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
  public static SealRequest decode(FrameReader reader) {
    return new SealRequest(reader.getId());
  }
}
