// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Tells that the seal ring of this session wants to be drained. */
public record DoorbellNotice() implements Notice {
  /** The only value worth having. */
  public static final DoorbellNotice DOORBELL = new DoorbellNotice();

  @Override
  public MessageType type() {
    return MessageType.DOORBELL;
  }

  @Override
  public void encode(FrameWriter writer) {}

  /** Reads the payload. */
  public static DoorbellNotice decode(FrameReader reader) {
    return new DoorbellNotice();
  }
}
