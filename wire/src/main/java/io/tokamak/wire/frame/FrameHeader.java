// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The first 16 bytes of every frame, little-endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |                  length of the frame, header included         |
 *  +---------------+---------------+-------------------------------+
 *  |    version    |     type      |            status             |
 *  +---------------+---------------+-------------------------------+
 *  |                          correlation                          |
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |                          payload ...
 * </pre>
 */
public final class FrameHeader {
  /** Bytes of a header. */
  public static final int LENGTH = 16;

  /** The version of the protocol, part of every frame. */
  public static final int VERSION = 1;

  /** The longest frame either side accepts, in bytes with its header. */
  public static final int MAX_FRAME_LENGTH = 1 << 20;

  /** The longest payload, in bytes. */
  public static final int MAX_PAYLOAD_LENGTH = MAX_FRAME_LENGTH - LENGTH;

  /** Bytes from which {@link #frameLength} can tell the length of a frame. */
  public static final int LENGTH_FIELD_LENGTH = 4;

  static final int LENGTH_OFFSET = 0;
  static final int VERSION_OFFSET = 4;
  static final int TYPE_OFFSET = 5;
  static final int STATUS_OFFSET = 6;
  static final int CORRELATION_OFFSET = 8;

  static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private FrameHeader() {}

  /**
   * The length of the frame that begins at {@code offset}, of which at least {@link
   * #LENGTH_FIELD_LENGTH} bytes must be there. Allocates nothing.
   *
   * @throws ProtocolMismatchException when no frame has such a length
   */
  public static int frameLength(MemorySegment segment, long offset) {
    int length = segment.get(U32, offset + LENGTH_OFFSET);
    if (length < LENGTH || length > MAX_FRAME_LENGTH) {
      throw ProtocolMismatchException.of(
          "frame length", Integer.toUnsignedLong(length), LENGTH + " to " + MAX_FRAME_LENGTH);
    }
    return length;
  }

  /** The type of the frame at {@code offset}, once its length and version have been checked. */
  static MessageType check(MemorySegment segment, long offset) {
    int version = Byte.toUnsignedInt(segment.get(U8, offset + VERSION_OFFSET));
    if (version != VERSION) {
      throw ProtocolMismatchException.of(
          "protocol version", version, VERSION + "; client and node must be of one release");
    }
    return MessageType.of(Byte.toUnsignedInt(segment.get(U8, offset + TYPE_OFFSET)));
  }

  static void write(
      MemorySegment segment, int length, MessageType type, int status, long correlation) {
    segment.set(U32, LENGTH_OFFSET, length);
    segment.set(U8, VERSION_OFFSET, (byte) VERSION);
    segment.set(U8, TYPE_OFFSET, (byte) type.code());
    segment.set(U16, STATUS_OFFSET, (short) status);
    segment.set(U64, CORRELATION_OFFSET, correlation);
  }
}
