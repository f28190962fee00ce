// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The 24 bytes that each frame begins with, little-endian:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                     magic "TKSM"                              |  0
 * +---------------+---------------+-------------------------------+
 * |    version    |     type      |          reserved, 0          |  4
 * +---------------+---------------+-------------------------------+
 * |                     length of the payload                     |  8
 * +---------------------------------------------------------------+
 * |                          reserved, 0                          | 12
 * +---------------------------------------------------------------+
 * |                            number                             | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * A socket of one machine damages nothing, so there is no checksum. One object is filled again and
 * again; for one thread.
 */
final class FrameHeader {
  static final int LENGTH = 24;
  static final int MAGIC = 0x4d53_4b54;
  static final int VERSION = 1;

  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final int BYTE_MASK = 0xff;

  FrameType type = FrameType.PING;
  int length;

  /** Which FLUSH it is. */
  long number;

  /** Writes a header at the start of {@code target}. */
  static void write(MemorySegment target, FrameType type, int length, long number) {
    target.set(U32, 0, MAGIC);
    target.set(U32, 4, VERSION | type.code() << Byte.SIZE);
    target.set(U32, 8, length);
    target.set(U32, 12, 0);
    target.set(U64, 16, number);
  }

  /**
   * Reads and checks the bytes at {@code at}.
   *
   * @throws BadFrameException when they are no header
   */
  void read(MemorySegment source, long at) {
    int magic = source.get(U32, at);
    if (magic != MAGIC) {
      throw new BadFrameException("not a frame: it begins with " + Integer.toHexString(magic));
    }
    int version = source.get(U8, at + 4) & BYTE_MASK;
    int code = source.get(U8, at + 5) & BYTE_MASK;
    FrameType found = FrameType.of(code);
    if (version != VERSION && found != FrameType.REFUSED) {
      throw new BadFrameException(
          "this node speaks version %d of the protocol, found %d: use one release on both nodes"
              .formatted(VERSION, version));
    }
    if (found == null) {
      throw new BadFrameException("unknown type of frame: " + code);
    }
    type = found;
    length = source.get(U32, at + 8);
    number = source.get(U64, at + 16);
    if (length < found.minLength() || length > found.maxLength()) {
      throw new BadFrameException(
          "impossible length of a payload of %s: %d".formatted(found, length));
    }
  }
}
