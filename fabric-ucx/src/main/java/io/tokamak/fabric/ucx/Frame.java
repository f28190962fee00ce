// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Header of an active message, 56 bytes, little-endian; used again and again:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                          connection                           |  0
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                           sequence                            |  8
 * +---------------+---------------+-------------------------------+
 * |     type      |    status     |           reserved, 0         | 12
 * +---------------+---------------+-------------------------------+
 * |                            number                             | 16
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                            region                             | 24
 * +---------------------------------------------------------------+
 * |                          generation                           | 28
 * +---------------------------------------------------------------+
 * |                            offset                             | 32
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                           argument                            | 40
 * |                                                               |
 * +---------------------------------------------------------------+
 * |                             value                             | 48
 * |                                                               |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class Frame {
  static final int LENGTH = 56;

  private static final OperationStatus[] STATUSES = OperationStatus.values();
  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Number of the connection at the one who receives it, of that one's choice. */
  long connection;

  /** Counts the frames of a connection, each way for itself. */
  int sequence;

  byte type;
  byte status;

  /** Of an operation or a flush, of the asker's choice; comes back with the answer. */
  long number;

  int region;
  int generation;
  long offset;

  /** What to read, in bytes; what is expected; what to add. */
  long argument;

  /** The new value; what was found. */
  long value;

  /** Not in the header: where the payload is, and how long. */
  long data;

  long length;

  /** Begins to fill it: everything else is 0. */
  Frame start(FrameType what) {
    type = what.code();
    status = 0;
    number = 0;
    region = 0;
    generation = 0;
    offset = 0;
    argument = 0;
    value = 0;
    return this;
  }

  FrameType what() {
    return FrameType.of(type);
  }

  @SuppressWarnings("EnumOrdinal") // the wire has its numbers from there; a test pins them
  void outcome(OperationStatus outcome) {
    status = (byte) outcome.ordinal();
  }

  OperationStatus outcome() {
    if (status < 0 || status >= STATUSES.length) {
      throw new BadFrameException("a frame with the status " + status);
    }
    return STATUSES[status];
  }

  /** A copy, to be kept. */
  Frame copy() {
    Frame copy = new Frame();
    copy.connection = connection;
    copy.sequence = sequence;
    copy.type = type;
    copy.status = status;
    copy.number = number;
    copy.region = region;
    copy.generation = generation;
    copy.offset = offset;
    copy.argument = argument;
    copy.value = value;
    copy.data = data;
    copy.length = length;
    return copy;
  }

  void write(MemorySegment target, long at) {
    target.set(U64, at, connection);
    target.set(U32, at + 8, sequence);
    target.set(U8, at + 12, type);
    target.set(U8, at + 13, status);
    target.set(U16, at + 14, (short) 0);
    target.set(U64, at + 16, number);
    target.set(U32, at + 24, region);
    target.set(U32, at + 28, generation);
    target.set(U64, at + 32, offset);
    target.set(U64, at + 40, argument);
    target.set(U64, at + 48, value);
  }

  void read(MemorySegment source, long at) {
    connection = source.get(U64, at);
    sequence = source.get(U32, at + 8);
    type = source.get(U8, at + 12);
    status = source.get(U8, at + 13);
    number = source.get(U64, at + 16);
    region = source.get(U32, at + 24);
    generation = source.get(U32, at + 28);
    offset = source.get(U64, at + 32);
    argument = source.get(U64, at + 40);
    value = source.get(U64, at + 48);
  }
}
