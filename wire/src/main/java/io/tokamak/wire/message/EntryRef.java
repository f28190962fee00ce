// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * An entry of the object table in one of its lives.
 *
 * @param entry its index
 * @param generation which life, as in the control word
 */
public record EntryRef(int entry, int generation) {
  static final int ENCODED_LENGTH = 8;

  void encode(FrameWriter writer) {
    writer.putU32(entry);
    writer.putU32(generation);
  }

  static EntryRef decode(FrameReader reader) {
    return new EntryRef(reader.getU31(), reader.getU32());
  }
}
