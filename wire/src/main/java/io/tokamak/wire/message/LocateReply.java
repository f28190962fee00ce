// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * Where objects are.
 *
 * @param objects one per id, in the order asked
 */
public record LocateReply(List<Sources> objects) implements Reply {
  /**
   * The copies of one object.
   *
   * @param sources perhaps none; at most {@link MessageLimits#MAX_SOURCES} in one reply
   */
  public record Sources(List<ObjectSource> sources) {
    static final int MIN_ENCODED_LENGTH = 4;

    /** Copies the list. */
    public Sources {
      sources = List.copyOf(sources);
    }

    void encode(FrameWriter writer) {
      Items.write(writer, sources, (to, source) -> source.encode(to));
    }

    static Sources decode(FrameReader reader) {
      return new Sources(Items.read(reader, ObjectSource.ENCODED_LENGTH, ObjectSource::decode));
    }
  }

  /** Copies the list. */
  public LocateReply {
    objects = List.copyOf(objects);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, objects, (to, object) -> object.encode(to));
  }

  /** Reads the payload. */
  public static LocateReply decode(FrameReader reader) {
    return new LocateReply(Items.read(reader, Sources.MIN_ENCODED_LENGTH, Sources::decode));
  }
}
