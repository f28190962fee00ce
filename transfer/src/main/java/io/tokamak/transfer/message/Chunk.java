// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import java.lang.foreign.MemorySegment;

/**
 * CHUNK: bytes of an object. The body has 8 bytes, and then the bytes:
 *
 * <pre>
 *   0  offset  u64  from the first byte of the object's data
 * </pre>
 */
public final class Chunk {
  /** Bytes of the body before the payload. */
  public static final int LENGTH = 8;

  private Chunk() {}

  /** Writes all but the payload; returns the length of that. */
  public static int write(MemorySegment message, long number, long offset, int payloadLength) {
    int length = Fields.begin(message, TransferType.CHUNK, LENGTH, payloadLength, number);
    Fields.u64(message, 0, offset);
    return length;
  }

  /** Where the bytes belong; whether the object has such a place the receiver knows. */
  public static long offset(MemorySegment message) {
    Fields.atLeast(message, LENGTH + 1, TransferType.CHUNK);
    return Fields.u64(message, 0);
  }

  /** The bytes. */
  public static MemorySegment payload(MemorySegment message) {
    return message.asSlice(Fields.BODY + LENGTH);
  }
}
