// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/** Reads the counters of the store. */
public record StatsRequest() implements Call<StatsReply> {
  @Override
  public MessageType type() {
    return MessageType.STATS;
  }

  @Override
  public void encode(FrameWriter writer) {}

  @Override
  public StatsReply decodeReply(FrameReader reader) {
    return StatsReply.decode(reader);
  }

  /** Reads the payload. */
  public static StatsRequest decode(FrameReader reader) {
    return new StatsRequest();
  }
}
