// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * A session that has an object pinned.
 *
 * @param pid its process
 * @param name what it calls itself
 * @param pins how many pins it has on the object
 */
public record Holder(int pid, String name, int pins) {
  static final int MIN_ENCODED_LENGTH = 10;

  void encode(FrameWriter writer) {
    writer.putU32(pid);
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
    writer.putU32(pins);
  }

  static Holder decode(FrameReader reader) {
    return new Holder(
        reader.getU31(), reader.getString(MessageLimits.MAX_NAME_LENGTH), reader.getU31());
  }
}
