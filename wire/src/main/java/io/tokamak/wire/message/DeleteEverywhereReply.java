// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * How a deletion everywhere went.
 *
 * @param copies how many copies are gone, or go at their last release
 * @param failures a line for each node that could not be asked; empty when all went well
 */
public record DeleteEverywhereReply(int copies, List<String> failures) implements Reply {
  /** Copies the list. */
  public DeleteEverywhereReply {
    failures = List.copyOf(failures);
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(copies);
    Items.writeTexts(writer, failures);
  }

  /** Reads the payload. */
  public static DeleteEverywhereReply decode(FrameReader reader) {
    return new DeleteEverywhereReply(reader.getU31(), Items.readTexts(reader));
  }
}
