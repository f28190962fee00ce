// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Gives the leased extent back and asks for a new one, and for more table entries; unused ones stay
 * granted.
 *
 * @param wantBytes bytes of data area the client would like
 * @param wantEntries table entries it would like to have in addition
 */
public record LeaseRequest(long wantBytes, int wantEntries) implements Call<LeaseReply> {
  @Override
  public MessageType type() {
    return MessageType.LEASE;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(wantBytes);
    writer.putU32(wantEntries);
  }

  @Override
  public LeaseReply decodeReply(FrameReader reader) {
    return LeaseReply.decode(reader);
  }

  /** Reads the payload. */
  public static LeaseRequest decode(FrameReader reader) {
    return new LeaseRequest(reader.getU63(), reader.getU31());
  }
}
