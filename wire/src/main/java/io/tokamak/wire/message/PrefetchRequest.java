// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Has objects brought to this node some time, for somebody who may want them later. Answered when
 * it is noted; it goes on when the connection ends.
 *
 * @param deadlineMs how long it may take
 * @param ids the objects
 */
public record PrefetchRequest(long deadlineMs, List<ObjectId> ids)
    implements ManagerCall<EmptyReply> {
  /** Copies the list. */
  public PrefetchRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.PREFETCH;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(deadlineMs);
    Items.writeIds(writer, ids);
  }

  @Override
  public EmptyReply decodeReply(FrameReader reader) {
    return EmptyReply.decode(reader);
  }

  /** Reads the payload. */
  public static PrefetchRequest decode(FrameReader reader) {
    return new PrefetchRequest(reader.getU63(), Items.readIds(reader));
  }
}
