// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * Which objects are there and sealed, in the order asked.
 *
 * @param present one per id
 */
public record ContainsReply(List<Boolean> present) implements Reply {
  /** Copies the list. */
  public ContainsReply {
    present = List.copyOf(present);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, present, FrameWriter::putFlag);
  }

  /** Reads the payload. */
  public static ContainsReply decode(FrameReader reader) {
    return new ContainsReply(Items.read(reader, 1, FrameReader::getFlag));
  }
}
