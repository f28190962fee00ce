// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * Where the new object is.
 *
 * @param entry its entry in the object table
 * @param generation the generation of the entry
 * @param offset where its data begins in the data area, in bytes
 */
public record CreateReply(int entry, int generation, long offset) implements Reply {
  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(entry);
    writer.putU32(generation);
    writer.putU64(offset);
  }

  /** Reads the payload. */
  public static CreateReply decode(FrameReader reader) {
    return new CreateReply(reader.getU31(), reader.getU32(), reader.getU63());
  }
}
