// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import java.util.List;

/**
 * How a manager is doing.
 *
 * @param self its node
 * @param name the node's name
 * @param directory how the directory is doing
 * @param counters in a stable order
 */
public record ManagerStatusReply(
    NodeKey self, String name, Directory directory, List<CounterValue> counters) implements Reply {
  /**
   * How the directory is doing.
   *
   * @param kind what kind it is
   * @param where for people
   * @param reachable whether it answers
   * @param why why it does not; empty when it does
   * @param queuedAnnouncements that it has not taken yet
   * @param droppedAnnouncements for which the queue had no room
   */
  public record Directory(
      String kind,
      String where,
      boolean reachable,
      String why,
      long queuedAnnouncements,
      long droppedAnnouncements) {
    void encode(FrameWriter writer) {
      writer.putString(kind, MessageLimits.MAX_NAME_LENGTH);
      writer.putString(where, MessageLimits.MAX_TEXT_LENGTH);
      writer.putFlag(reachable);
      writer.putString(why, MessageLimits.MAX_TEXT_LENGTH);
      writer.putU64(queuedAnnouncements);
      writer.putU64(droppedAnnouncements);
    }

    static Directory decode(FrameReader reader) {
      return new Directory(
          reader.getString(MessageLimits.MAX_NAME_LENGTH),
          reader.getString(MessageLimits.MAX_TEXT_LENGTH),
          reader.getFlag(),
          reader.getString(MessageLimits.MAX_TEXT_LENGTH),
          reader.getU63(),
          reader.getU63());
    }
  }

  /** Copies the list. */
  public ManagerStatusReply {
    counters = List.copyOf(counters);
  }

  @Override
  public void encode(FrameWriter writer) {
    self.encode(writer);
    writer.putString(name, MessageLimits.MAX_NAME_LENGTH);
    directory.encode(writer);
    Items.write(writer, counters, (to, counter) -> counter.encode(to));
  }

  /** Reads the payload. */
  public static ManagerStatusReply decode(FrameReader reader) {
    return new ManagerStatusReply(
        NodeKey.decode(reader),
        reader.getString(MessageLimits.MAX_NAME_LENGTH),
        Directory.decode(reader),
        Items.read(reader, CounterValue.MIN_ENCODED_LENGTH, CounterValue::decode));
  }
}
