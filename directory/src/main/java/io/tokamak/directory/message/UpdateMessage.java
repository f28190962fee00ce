// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.message;

import io.tokamak.directory.Location;
import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageReader;
import io.tokamak.fabric.service.MessageWriter;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/**
 * What a node holds, does not hold any more, or did not find elsewhere. The correlation is the
 * number of the first change; numbers rise by one from change to change. One after the other, up to
 * the end of the message, {@value #ITEM_LENGTH} bytes each:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * /                      object id, 20 bytes                      /  0
 * +---------------+-----------------------------------------------+
 * |     kind      |                  reserved, 0                  | 20
 * +---------------+-----------------------------------------------+
 * /                     location, 44 bytes                        / 24
 * +---------------------------------------------------------------+
 * </pre>
 *
 * @param first number of the first change, at least 1
 * @param changes in their order
 */
public record UpdateMessage(long first, List<Change> changes) implements DirectoryMessage {
  /** Bytes of a change. */
  public static final int ITEM_LENGTH = 24 + LocationCodec.LENGTH;

  /** What has changed. Codes never change. */
  public enum Kind {
    /** The node holds the object. */
    ADD(1),
    /** The node does not hold it any more. */
    WITHDRAW(2),
    /** Another node did not have it there. */
    DOUBT(3);

    private static final Kind[] ALL = values();

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The number in the message. */
    public int code() {
      return code;
    }

    static Kind of(int code) {
      if (code < 1 || code > ALL.length) {
        throw new BadMessageException(
            "found kind %d of a change, expected 1 to %d".formatted(code, ALL.length));
      }
      return ALL[code - 1];
    }
  }

  /** One change. */
  public record Change(Kind kind, ObjectId id, Location location) {
    /** Appends its {@link UpdateMessage#ITEM_LENGTH} bytes. */
    public void encode(MessageWriter to) {
      to.putId(id);
      to.putU8(kind.code);
      to.putU8(0);
      to.putU16(0);
      LocationCodec.put(to, location);
    }

    static Change decode(MessageReader from) {
      ObjectId id = from.getId();
      Kind kind = Kind.of(from.getU8());
      from.skipZeros(3);
      return new Change(kind, id, LocationCodec.get(from));
    }
  }

  /** Copies the list. */
  public UpdateMessage {
    changes = List.copyOf(changes);
  }

  @Override
  public DirectoryMessageType type() {
    return DirectoryMessageType.UPDATE;
  }

  @Override
  public long correlation() {
    return first;
  }

  @Override
  public void encode(MessageWriter to) {
    changes.forEach(change -> change.encode(to));
  }

  static UpdateMessage decode(long first, MessageReader from) {
    int count = from.count(ITEM_LENGTH);
    List<Change> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(Change.decode(from));
    }
    return new UpdateMessage(first, changes);
  }
}
