// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * What became of the objects, in the order asked.
 *
 * @param outcomes one per id
 */
public record DeleteReply(List<DeleteOutcome> outcomes) implements Reply {
  /** For one object. */
  public static DeleteReply of(DeleteOutcome outcome) {
    return new DeleteReply(List.of(outcome));
  }

  /** Copies the list. */
  public DeleteReply {
    outcomes = List.copyOf(outcomes);
  }

  @Override
  public void encode(FrameWriter writer) {
    Items.write(writer, outcomes, (to, outcome) -> to.putU8(outcome.code()));
  }

  /** Reads the payload. */
  public static DeleteReply decode(FrameReader reader) {
    return new DeleteReply(Items.read(reader, 1, from -> DeleteOutcome.of(from.getU8())));
  }
}
