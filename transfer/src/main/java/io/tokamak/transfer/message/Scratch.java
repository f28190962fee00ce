// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.transfer.Place;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;

/**
 * SCRATCH: make an object of so many bytes to measure with; DROP ends it, or the end of the
 * connection. The body has 8 bytes:
 *
 * <pre>
 *   0  length  u64
 * </pre>
 *
 * <p>SCRATCHED: it was made, or not. The body has 56 bytes:
 *
 * <pre>
 *   0  made      u8   1: yes
 *   1  reserved  7 bytes, 0
 *   8  object    id, metadata length, offset, data length, entry, generation
 * </pre>
 *
 * @param made whether there is an object
 */
public record Scratch(long number, boolean made, ObjectId id, Place place) {
  /** Bytes of the body of SCRATCH. */
  public static final int ASK_LENGTH = 8;

  /** Bytes of the body of SCRATCHED. */
  public static final int LENGTH = 8 + Places.LENGTH;

  /** It could not be made. */
  public static Scratch none(long number) {
    return new Scratch(number, false, ObjectId.ZERO, new Place(0, 0, 0, 0, 0));
  }

  /** Writes SCRATCH; returns its length. */
  public static int ask(MemorySegment message, long number, long lengthBytes) {
    int length = Fields.begin(message, TransferType.SCRATCH, ASK_LENGTH, 0, number);
    Fields.u64(message, 0, lengthBytes);
    return length;
  }

  /** How long the object is to be. */
  public static long asked(MemorySegment message) {
    Fields.exactly(message, ASK_LENGTH, TransferType.SCRATCH);
    long length = Fields.u64(message, 0);
    if (length < 0) {
      throw Fields.bad(TransferType.SCRATCH, "length", length, "0 or more");
    }
    return length;
  }

  /** Writes SCRATCHED; returns its length. */
  public int write(MemorySegment message) {
    int length = Fields.begin(message, TransferType.SCRATCHED, LENGTH, 0, number);
    Fields.u8(message, 0, made ? 1 : 0);
    Places.write(message, 8, id, place);
    return length;
  }

  /** Reads SCRATCHED. */
  public static Scratch read(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.SCRATCHED);
    return new Scratch(
        MessageHeader.correlation(message),
        Fields.u8(message, 0) == 1,
        Places.id(message, 8),
        Places.read(message, 8, TransferType.SCRATCHED));
  }
}
