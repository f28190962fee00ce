// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.frame.MessageType;
import java.util.List;

/**
 * Brings objects to this node.
 *
 * @param priority who goes first
 * @param enough answer as soon as so many are there; from the number of ids on: when all have ended
 * @param deadlineMs how long it may take
 * @param protocol label of the protocol to take; empty: chosen by cost
 * @param ids the objects
 * @param hints where they are, one for each id; empty: the directory is asked
 */
public record FetchRequest(
    FetchPriority priority,
    int enough,
    long deadlineMs,
    String protocol,
    List<ObjectId> ids,
    List<ObjectSource> hints)
    implements ManagerCall<FetchReply> {
  /** All of them, by the directory and by cost. */
  public static FetchRequest of(List<ObjectId> ids, long deadlineMs) {
    return new FetchRequest(FetchPriority.GET, Integer.MAX_VALUE, deadlineMs, "", ids, List.of());
  }

  /** Copies the lists. */
  public FetchRequest {
    ids = List.copyOf(ids);
    hints = List.copyOf(hints);
  }

  private static void requireOneEach(List<ObjectId> ids, List<ObjectSource> hints) {
    if (!hints.isEmpty() && hints.size() != ids.size()) {
      throw ProtocolMismatchException.of(
          "hints of a fetch", hints.size(), "none, or one for each of " + ids.size() + " ids");
    }
  }

  @Override
  public MessageType type() {
    return MessageType.FETCH;
  }

  @Override
  public void encode(FrameWriter writer) {
    writer.putU8(priority.code());
    writer.putU32(enough);
    writer.putU64(deadlineMs);
    writer.putString(protocol, MessageLimits.MAX_NAME_LENGTH);
    Items.writeIds(writer, ids);
    Items.write(writer, hints, (to, hint) -> hint.encode(to));
  }

  @Override
  public FetchReply decodeReply(FrameReader reader) {
    return FetchReply.decode(reader);
  }

  /** Reads the payload. */
  public static FetchRequest decode(FrameReader reader) {
    FetchPriority priority = FetchPriority.of(reader.getU8());
    int enough = reader.getU31();
    long deadlineMs = reader.getU63();
    String protocol = reader.getString(MessageLimits.MAX_NAME_LENGTH);
    List<ObjectId> ids = Items.readIds(reader);
    List<ObjectSource> hints =
        Items.read(reader, ObjectSource.ENCODED_LENGTH, ObjectSource::decode);
    requireOneEach(ids, hints);
    return new FetchRequest(priority, enough, deadlineMs, protocol, ids, hints);
  }
}
