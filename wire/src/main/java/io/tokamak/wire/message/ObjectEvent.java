// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;

/**
 * Something that happened to an object, as subscribers hear of it.
 *
 * @param kind what happened
 * @param id to which object; {@link ObjectId#ZERO} for a resync
 * @param dataLength bytes of data; -1 when it was not sealed
 * @param metadataLength bytes of metadata; -1 when it was not sealed
 */
public record ObjectEvent(Kind kind, ObjectId id, long dataLength, long metadataLength) {
  /** What can happen. */
  public enum Kind {
    /** It was sealed, or was there when the subscription began. */
    SEALED(1),
    /** It was deleted or evicted. */
    DELETED(2),
    /** Events were lost: forget what you know, the objects that exist follow as sealed. */
    RESYNC(3);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }

    static Kind of(int code) {
      return switch (code) {
        case 1 -> SEALED;
        case 2 -> DELETED;
        case 3 -> RESYNC;
        default -> throw ProtocolMismatchException.of("kind of an event", code, "1 to 3");
      };
    }
  }

  static final int ENCODED_LENGTH = 37;

  /** An object was sealed. */
  public static ObjectEvent sealed(ObjectId id, long dataLength, long metadataLength) {
    return new ObjectEvent(Kind.SEALED, id, dataLength, metadataLength);
  }

  /** An object was deleted or evicted. */
  public static ObjectEvent deleted(ObjectId id) {
    return new ObjectEvent(Kind.DELETED, id, -1, -1);
  }

  /** Events were lost. */
  public static ObjectEvent resync() {
    return new ObjectEvent(Kind.RESYNC, ObjectId.ZERO, -1, -1);
  }

  void encode(FrameWriter writer) {
    writer.putU8(kind.code());
    writer.putId(id);
    writer.putU64(dataLength);
    writer.putU64(metadataLength);
  }

  static ObjectEvent decode(FrameReader reader) {
    return new ObjectEvent(
        Kind.of(reader.getU8()), reader.getId(), reader.getAtLeast(-1), reader.getAtLeast(-1));
  }
}
