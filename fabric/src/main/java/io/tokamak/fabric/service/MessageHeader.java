// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The first 16 bytes of every message between nodes, little-endian.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    service    |     type      |             flags             |  0
 * +---------------+---------------+-------------------------------+
 * |                    length of what follows                     |  4
 * +---------------------------------------------------------------+
 * |                          correlation                          |  8
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * What type, flags and correlation mean is the service's business.
 */
public final class MessageHeader {
  /** Bytes of a header. */
  public static final int LENGTH = 16;

  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private MessageHeader() {}

  /** Writes a header; {@code length} bytes follow it. */
  public static void write(
      MemorySegment message, ServiceId service, int type, int flags, int length, long correlation) {
    message.set(U8, 0, (byte) service.code());
    message.set(U8, 1, (byte) type);
    message.set(U16, 2, (short) flags);
    message.set(U32, 4, length);
    message.set(U64, 8, correlation);
  }

  /** The code of the service. */
  public static int service(MemorySegment message) {
    return Byte.toUnsignedInt(message.get(U8, 0));
  }

  /** What the message says, in the service's own numbers. */
  public static int type(MemorySegment message) {
    return Byte.toUnsignedInt(message.get(U8, 1));
  }

  /** Flags of the service. */
  public static int flags(MemorySegment message) {
    return Short.toUnsignedInt(message.get(U16, 2));
  }

  /** Bytes that follow the header, as the sender says. */
  public static long length(MemorySegment message) {
    return Integer.toUnsignedLong(message.get(U32, 4));
  }

  /** What answers belong to. */
  public static long correlation(MemorySegment message) {
    return message.get(U64, 8);
  }
}
