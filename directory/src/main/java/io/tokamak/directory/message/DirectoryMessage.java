// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import java.lang.foreign.MemorySegment;

/** What a node and the host of the directory say to each other. */
public sealed interface DirectoryMessage
    permits JoinMessage,
        JoinedMessage,
        RefusedMessage,
        MembersMessage,
        LeftMessage,
        HeartbeatMessage,
        UpdateMessage,
        UpdatedMessage,
        SearchMessage,
        FoundMessage,
        UnwatchMessage,
        LeaveMessage {
  /** The version of this protocol. */
  int VERSION = 1;

  /** The longest batch, whatever the fabric allows: others shall get their turn. */
  int MOST_BYTES = 64 << 10;

  /** The type in the header. */
  DirectoryMessageType type();

  /** What the header says besides; 0 unless the type says otherwise. */
  default long correlation() {
    return 0;
  }

  /** Flags in the header; 0 unless the type says otherwise. */
  default int flags() {
    return 0;
  }

  /** Writes what follows the header. */
  void encode(MessageWriter to);

  /** The whole message, until the writer begins the next one. */
  default MemorySegment write(MessageWriter writer) {
    encode(writer.begin(type().code(), flags(), correlation()));
    return writer.end();
  }

  /**
   * Reads a message to its last byte.
   *
   * @throws BadMessageException when it is none
   */
  static DirectoryMessage read(MemorySegment message) {
    DirectoryMessageType type = DirectoryMessageType.of(MessageHeader.type(message));
    if (MessageHeader.flags(message) != 0 && type != DirectoryMessageType.SEARCH) {
      throw new BadMessageException("found flags in %s, which has none".formatted(type));
    }
    MessageReader reader = new MessageReader().wrap(message);
    DirectoryMessage read = decode(type, message, reader);
    reader.finish();
    return read;
  }

  private static DirectoryMessage decode(
      DirectoryMessageType type, MemorySegment message, MessageReader reader) {
    long correlation = MessageHeader.correlation(message);
    return switch (type) {
      case JOIN -> JoinMessage.decode(reader);
      case JOINED -> JoinedMessage.decode(reader);
      case REFUSED -> RefusedMessage.decode(reader);
      case MEMBERS -> MembersMessage.decode(reader);
      case LEFT -> LeftMessage.decode(reader);
      case HEARTBEAT -> HeartbeatMessage.HEARTBEAT;
      case UPDATE -> UpdateMessage.decode(correlation, reader);
      case UPDATED -> new UpdatedMessage(correlation);
      case SEARCH -> SearchMessage.decode(correlation, MessageHeader.flags(message), reader);
      case FOUND -> FoundMessage.decode(correlation, reader);
      case UNWATCH -> UnwatchMessage.decode(reader);
      case LEAVE -> LeaveMessage.LEAVE;
    };
  }
}
