// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectInfo;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;
import java.util.Optional;

/**
 * What the store knows about the objects, in the order asked.
 *
 * @param objects one per id, empty when absent
 */
public record InfoReply(List<Optional<ObjectInfo>> objects) implements Reply {
  /** Copies the list. */
  public InfoReply {
    objects = List.copyOf(objects);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, objects, ObjectInfoCodec::encodeOptional);
  }

  /** Reads the payload. */
  public static InfoReply decode(FrameReader reader) {
    return new InfoReply(Items.read(reader, 1, ObjectInfoCodec::decodeOptional));
  }
}
