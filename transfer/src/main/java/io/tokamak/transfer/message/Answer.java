// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.Place;
import io.tokamak.transfer.Protocol;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * DATA: what a holder answers. The body has 120 bytes, and then the object if there is a payload:
 *
 * <pre>
 *   0  status         u8   {@link AnswerStatus}
 *   1  protocol       u8   how the bytes come
 *   2  flags          u16  1: checksum, 2: payload, 4: pointer, 8: another node
 *   4  lease          u32  milliseconds for which the object will stay where it is
 *   8  offset         u64  of the data, in the holder's data area
 *  16  data length    u64
 *  24  metadata len   u32
 *  28  entry          u32
 *  32  generation     u32
 *  36  checksum       u32  CRC32C of data, padding and metadata
 *  40  pointer        32 bytes: where to read the object
 *  72  control        32 bytes: where to read the control word of the entry
 * 104  other node     u64  who may have it, too
 * 112  other epoch    u64
 * </pre>
 *
 * @param protocol meaningless unless the status is FOUND, like what follows up to the pointer
 */
public record Answer(
    long number,
    AnswerStatus status,
    Protocol protocol,
    Place place,
    int leaseMs,
    boolean checked,
    int checksum,
    @Nullable Pointers pointers,
    @Nullable NodeRef other,
    boolean inline) {
  /** Where a receiver reads an object, and where it sees that it is still there. */
  public record Pointers(RemotePointer object, RemotePointer control) {}

  /** Bytes of the body before the payload. */
  public static final int LENGTH = 120;

  private static final int CHECKSUM = 1;
  private static final int PAYLOAD = 2;
  private static final int POINTER = 4;
  private static final int OTHER = 8;
  private static final Place NOWHERE = new Place(0, 0, 0, 0, 0);

  /** No object, and why. */
  public static Answer no(long number, AnswerStatus status, @Nullable NodeRef other) {
    return new Answer(number, status, Protocol.SOCKET_4K, NOWHERE, 0, false, 0, null, other, false);
  }

  /** Writes all but the payload; returns the length of that. */
  public int write(MemorySegment message) {
    int payload = inline ? (int) place.length() : 0;
    int length = Fields.begin(message, TransferType.DATA, LENGTH, payload, number);
    Fields.u8(message, 0, status.code());
    Fields.u8(message, 1, protocol.code());
    Fields.u16(message, 2, flags());
    Fields.u32(message, 4, leaseMs);
    Fields.u64(message, 8, place.offset());
    Fields.u64(message, 16, place.dataLength());
    Fields.u32(message, 24, place.metadataLength());
    Fields.u32(message, 28, place.entry());
    Fields.u32(message, 32, place.generation());
    Fields.u32(message, 36, checksum);
    if (pointers != null) {
      pointers.object.write(message, Fields.BODY + 40);
      pointers.control.write(message, Fields.BODY + 72);
    }
    if (other != null) {
      Fields.u64(message, 104, other.node());
      Fields.u64(message, 112, other.epoch());
    }
    return length;
  }

  private int flags() {
    return (checked ? CHECKSUM : 0)
        | (inline ? PAYLOAD : 0)
        | (pointers == null ? 0 : POINTER)
        | (other == null ? 0 : OTHER);
  }

  /** Reads one; its payload, if it is {@link #inline}, is behind {@link #LENGTH}. */
  public static Answer read(MemorySegment message) {
    Fields.atLeast(message, LENGTH, TransferType.DATA);
    int flags = Fields.u16(message, 2);
    boolean inline = (flags & PAYLOAD) != 0;
    Place place = place(message);
    Fields.exactly(message, LENGTH + (inline ? place.length() : 0), TransferType.DATA);
    return new Answer(
        MessageHeader.correlation(message),
        AnswerStatus.of(Fields.u8(message, 0)),
        Protocols.of(Fields.u8(message, 1), TransferType.DATA),
        place,
        Fields.u32(message, 4),
        (flags & CHECKSUM) != 0,
        Fields.u32(message, 36),
        (flags & POINTER) == 0 ? null : pointers(message),
        (flags & OTHER) == 0 ? null : other(message),
        inline);
  }

  private static Place place(MemorySegment message) {
    return Places.of(
        TransferType.DATA,
        Fields.u64(message, 8),
        Fields.u64(message, 16),
        Fields.u32(message, 24),
        Fields.u32(message, 28),
        Fields.u32(message, 32));
  }

  private static Pointers pointers(MemorySegment message) {
    try {
      return new Pointers(
          RemotePointer.read(message, Fields.BODY + 40),
          RemotePointer.read(message, Fields.BODY + 72));
    } catch (IllegalArgumentException impossible) {
      throw Fields.bad(TransferType.DATA, "pointer's length", -1, "0 or more");
    }
  }

  private static @Nullable NodeRef other(MemorySegment message) {
    long node = Fields.u64(message, 104);
    return node == 0 ? null : new NodeRef(node, Fields.u64(message, 112));
  }

  /** The payload. */
  public static MemorySegment payload(MemorySegment message) {
    return message.asSlice(Fields.BODY + LENGTH);
  }
}
