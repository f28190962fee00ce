// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Creates and seals a batch of objects with their bytes; all or none.
 *
 * @param objects the objects; the frame bounds their sum
 */
public record PutRequest(List<PutObject> objects) implements Call<EmptyReply> {
  /** Copies the list. */
  public PutRequest {
    objects = List.copyOf(objects);
  }

  @Override
  public MessageType type() {
    return MessageType.PUT;
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, objects, (to, object) -> object.encode(to));
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static PutRequest decode(FrameReader reader) {
    return new PutRequest(Items.read(reader, PutObject.MIN_ENCODED_LENGTH, PutObject::decode));
  }
}
