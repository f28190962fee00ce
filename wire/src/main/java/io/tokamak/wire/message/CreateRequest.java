// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Creates an unsealed object that belongs to this session; may wait for room in a queue.
 *
 * @param id the id it will have
 * @param dataLength bytes of data
 * @param metadataLength bytes of metadata
 * @param deadlineMs how long to wait for room: -1 the store's default, 0 not at all
 */
public record CreateRequest(ObjectId id, long dataLength, int metadataLength, long deadlineMs)
    implements Call<CreateReply> {
  @Override
  public MessageType type() {
    return MessageType.CREATE;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putId(id);
    writer.putU64(dataLength);
    writer.putU32(metadataLength);
    writer.putU64(deadlineMs);
  }

  @Override
  public CreateReply decodeReply(FrameReader reader) {
    return CreateReply.decode(reader);
  }

  /** Reads the payload. */
  public static CreateRequest decode(FrameReader reader) {
    return new CreateRequest(
        reader.getId(), reader.getU63(), reader.getU31(), reader.getAtLeast(-1));
  }
}
