// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * How many objects were there to be touched.
 *
 * @param touched objects
 */
public record TouchReply(int touched) implements Reply {
  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(touched);
  }

  /** Reads the payload. */
  public static TouchReply decode(FrameReader reader) {
    return new TouchReply(reader.getU31());
  }
}
