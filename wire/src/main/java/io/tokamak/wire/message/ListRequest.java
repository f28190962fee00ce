// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;

/**
 * Asks for a page of all objects, unsealed ones included.
 *
 * @param cursor 0 to begin, then what the last reply said
 * @param limit most objects wanted; the store may send fewer, at most {@link
 *     MessageLimits#MAX_OBJECTS}
 */
public record ListRequest(int cursor, int limit) implements Call<ListReply> {
  @Override
  public MessageType type() {
    return MessageType.LIST;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU32(cursor);
    writer.putU32(limit);
  }

  @Override
  public ListReply decodeReply(FrameReader reader) {
    return ListReply.decode(reader);
  }

  /** Reads the payload. */
  public static ListRequest decode(FrameReader reader) {
    return new ListRequest(reader.getU31(), reader.getU31());
  }
}
