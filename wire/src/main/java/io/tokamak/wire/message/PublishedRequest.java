// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Waits until all that was sealed so far at this node is known to the directory.
 *
 * @param deadlineMs how long it may take
 */
public record PublishedRequest(long deadlineMs) implements ManagerCall<EmptyReply> {
  @Override
  public MessageType type() {
    return MessageType.PUBLISHED;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(deadlineMs);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static PublishedRequest decode(FrameReader reader) {
    return new PublishedRequest(reader.getU63());
  }
}
