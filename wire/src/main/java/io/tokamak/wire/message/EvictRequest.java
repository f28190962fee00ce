// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Evicts the least recently used objects that nobody has pinned.
 *
 * @param wantBytes evict until so many bytes are gained
 */
public record EvictRequest(long wantBytes) implements Call<EvictReply> {
  @Override
  public MessageType type() {
    return MessageType.EVICT;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(wantBytes);
  }

  @Override
  public EvictReply decodeReply(FrameReader reader) {
    return EvictReply.decode(reader);
  }

  /** Reads the payload. */
  public static EvictRequest decode(FrameReader reader) {
    return new EvictRequest(reader.getU63());
  }
}
