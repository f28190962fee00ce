// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * A counter and what it stands at.
 *
 * @param name what it counts
 * @param value what it stands at; signed
 */
public record CounterValue(String name, long value) {
  static final int MIN_ENCODED_LENGTH = 10;

  void encode(FrameWriter writer) {
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
    writer.putU64(value);
  }

  static CounterValue decode(FrameReader reader) {
    return new CounterValue(reader.getString(MessageLimits.MAX_NAME_LENGTH), reader.getU64());
  }
}
