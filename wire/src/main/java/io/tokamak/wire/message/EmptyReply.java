// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/** It was done; there is nothing more to say. */
public record EmptyReply() implements Reply {
  /** The only value worth having. */
  public static final EmptyReply DONE = new EmptyReply();

  @Override
  public void encode(FrameWriter writer) {}

  /** Reads the payload. */
  public static EmptyReply decode(FrameReader reader) {
    return new EmptyReply();
  }
}
