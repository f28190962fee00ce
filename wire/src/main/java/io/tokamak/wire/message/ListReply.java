// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * A page of objects.
 *
 * @param nextCursor where the next page begins; 0 when this was the last one
 * @param objects at most {@link MessageLimits#MAX_OBJECTS}
 */
public record ListReply(int nextCursor, List<ObjectInfo> objects) implements Reply {
  /** Copies the list. */
  public ListReply {
    objects = List.copyOf(objects);
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(nextCursor);
    Items.write(writer, objects, ObjectInfoCodec::encode);
  }

  /** Reads the payload. */
  public static ListReply decode(FrameReader reader) {
    return new ListReply(
        reader.getU31(),
        Items.read(reader, ObjectInfoCodec.ENCODED_LENGTH, ObjectInfoCodec::decode));
  }
}
