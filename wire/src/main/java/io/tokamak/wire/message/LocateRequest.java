// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Asks where objects are.
 *
 * @param deadlineMs how long it may take
 * @param ids the objects, at most {@link MessageLimits#MAX_LOCATED_IDS}
 */
public record LocateRequest(long deadlineMs, List<ObjectId> ids)
    implements ManagerCall<LocateReply> {
  /** Copies the list. */
  public LocateRequest {
    ids = List.copyOf(ids);
  }

  @Override
  public MessageType type() {
    return MessageType.LOCATE;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU64(deadlineMs);
    Items.writeIds(writer, ids);
  }

  @Override
  public LocateReply decodeReply(FrameReader reader) {
    return LocateReply.decode(reader);
  }

  /** Reads the payload. */
  public static LocateRequest decode(FrameReader reader) {
    return new LocateRequest(reader.getU63(), Items.readIds(reader));
  }
}
