// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Asks for a page of the nodes that are there.
 *
 * @param cursor 0 to begin, then what the last reply said
 */
public record NodesRequest(int cursor) implements ManagerCall<NodesReply> {
  @Override
  public MessageType type() {
    return MessageType.NODES;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(cursor);
  }

  @Override
  public NodesReply decodeReply(FrameReader reader) {
    return NodesReply.decode(reader);
  }

  /** Reads the payload. */
  public static NodesRequest decode(FrameReader reader) {
    return new NodesRequest(reader.getU31());
  }
}
