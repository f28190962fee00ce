// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import java.lang.foreign.MemorySegment;

/**
 * CREDIT: the holder may send more chunks. The body has 8 bytes:
 *
 * <pre>
 *   0  chunks    u32
 *   4  reserved  u32  0
 * </pre>
 */
public final class Credit {
  /** Bytes of the body. */
  public static final int LENGTH = 8;

  private static final int MOST = 0xFFFF;

  private Credit() {}

  /** Writes the message; returns its length. */
  public static int write(MemorySegment message, long number, int chunks) {
    int length = Fields.begin(message, TransferType.CREDIT, LENGTH, 0, number);
    Fields.u32(message, 0, chunks);
    return length;
  }

  /** How many more. */
  public static int chunks(MemorySegment message) {
    Fields.exactly(message, LENGTH, TransferType.CREDIT);
    int chunks = Fields.u32(message, 0);
    if (chunks < 1 || chunks > MOST) {
      throw Fields.bad(TransferType.CREDIT, "chunks", chunks, "1 to " + MOST);
    }
    return chunks;
  }
}
