// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Pins and locates sealed objects, waiting for absent ones.
 *
 * @param timeoutMs how long to wait until all are there: -1 for ever, 0 not at all
 * @param ids the objects; one named twice is pinned twice
 */
public record GetRequest(long timeoutMs, List<ObjectId> ids) implements Call<GetReply> {
  /** For one object. */
  public static GetRequest of(ObjectId id, long timeoutMs) {
    return new GetRequest(timeoutMs, List.of(id));
  }

  /** Copies the list. */
  public GetRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.GET;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(timeoutMs);
    Items.writeIds(writer, ids);
  }

  @Override
  public GetReply decodeReply(FrameReader reader) {
    return GetReply.decode(reader);
  }

  /** Reads the payload. */
  public static GetRequest decode(FrameReader reader) {
    return new GetRequest(reader.getAtLeast(-1), Items.readIds(reader));
  }
}
