// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * Where the objects are, in the order asked; each present one is pinned.
 *
 * @param objects one per id
 */
public record GetReply(List<ObjectLocation> objects) implements Reply {
  /** For one object. */
  public static GetReply of(ObjectLocation object) {
    return new GetReply(List.of(object));
  }

  /** Copies the list. */
  public GetReply {
    objects = List.copyOf(objects);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, objects, (to, object) -> object.encode(to));
  }

  /** Reads the payload. */
  public static GetReply decode(FrameReader reader) {
    return new GetReply(Items.read(reader, ObjectLocation.ENCODED_LENGTH, ObjectLocation::decode));
  }
}
