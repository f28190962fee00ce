// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Sets the quota of the session, once.
 *
 * @param bytes most bytes that objects created by this session may occupy
 */
public record QuotaRequest(long bytes) implements Call<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.QUOTA;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(bytes);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static QuotaRequest decode(FrameReader reader) {
    return new QuotaRequest(reader.getU63());
  }
}
