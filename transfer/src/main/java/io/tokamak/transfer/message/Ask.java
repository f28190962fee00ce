// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * TRANSFER: a receiver wants an object. The body has 40 bytes:
 *
 * <pre>
 *   0  id         20 bytes
 *  20  protocol   u8   0: the holder chooses
 *  21  flags      u8   1: with a checksum, 2: a part will do
 *  22  credits    u16  chunks that the holder may send before it is given more
 *  24  patience   u32  milliseconds that the receiver will wait for all of it
 *  28  reserved   u32  0
 *  32  from       u64  bytes that are here already, of a part
 * </pre>
 *
 * @param number of the transfer at the receiver; what belongs to it repeats it
 * @param wanted null: the holder chooses
 * @param relayed whether the holder may still be receiving the object, or be about to
 * @param from if it comes in chunks, the first of them begins here
 */
public record Ask(
    long number,
    ObjectId id,
    @Nullable Protocol wanted,
    boolean checksum,
    int credits,
    int patienceMs,
    boolean relayed,
    long from) {
  /** Bytes of the body. */
  public static final int LENGTH = 40;

  private static final int CHECKSUM = 1;
  private static final int RELAYED = 2;

  /** Writes the message; returns its length. */
  public int write(MemorySegment message) {
    int length = Fields.begin(message, TransferType.TRANSFER, LENGTH, 0, number);
    id.writeTo(message, Fields.BODY);
    Fields.u8(message, 20, wanted == null ? 0 : wanted.code());
    Fields.u8(message, 21, (checksum ? CHECKSUM : 0) | (relayed ? RELAYED : 0));
    Fields.u16(message, 22, credits);
    Fields.u32(message, 24, patienceMs);
    Fields.u64(message, 32, from);
    return length;
  }

  /** Reads one. */
  public static Ask read(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.TRANSFER);
    int credits = Fields.u16(message, 22);
    if (credits == 0) {
      throw Fields.bad(TransferType.TRANSFER, "credits", 0, "1 or more");
    }
    int patienceMs = Fields.u32(message, 24);
    if (patienceMs < 0) {
      throw Fields.bad(TransferType.TRANSFER, "patience", patienceMs, "0 or more");
    }
    long from = Fields.u64(message, 32);
    if (from < 0) {
      throw Fields.bad(TransferType.TRANSFER, "from", from, "0 or more");
    }
    return new Ask(
        MessageHeader.correlation(message),
        ObjectId.read(message, Fields.BODY),
        Protocols.orNull(Fields.u8(message, 20), TransferType.TRANSFER),
        (Fields.u8(message, 21) & CHECKSUM) != 0,
        credits,
        patienceMs,
        (Fields.u8(message, 21) & RELAYED) != 0,
        from);
  }
}
