// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.OperationStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The 64 bytes that each frame begins with, little-endian:
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                     magic "TKFB"                              |  0
 * +---------------+---------------+-------------------------------+
 * |    version    |     type      |            status             |  4
 * +---------------+---------------+-------------------------------+
 * |                     length of the payload                     |  8
 * +---------------------------------------------------------------+
 * |                  CRC32C of the payload                        | 12
 * +---------------------------------------------------------------+
 * |                           operation                           | 16
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
 * |                           reserved, 0                         | 56
 * +---------------------------------------------------------------+
 * |                CRC32C of the 60 bytes before                  | 60
 * +---------------------------------------------------------------+
 * </pre>
 *
 * What a type does not use is 0. One object is filled again and again; for one thread.
 */
final class FrameHeader {
  static final int LENGTH = 64;
  static final int MAGIC = 0x42464b54;
  static final int VERSION = 1;

  /** By their codes on the wire. */
  private static final List<OperationStatus> STATUSES =
      List.of(
          OperationStatus.DONE,
          OperationStatus.STALE_POINTER,
          OperationStatus.OUT_OF_BOUNDS,
          OperationStatus.DENIED,
          OperationStatus.MISALIGNED,
          OperationStatus.CORRUPT);

  private static final int CHECKSUM_AT = 60;

  /** A record of a handshake begins with its type and the version, 22 and 3. */
  private static final short TLS_HANDSHAKE = 0x0316;

  private final Checksum checksum = new Checksum();

  FrameType type = FrameType.PING;
  int status;
  int length;
  int payloadChecksum;
  long operation;
  int region;
  int generation;
  long offset;
  long argument;
  long value;

  /** Begins a frame of its own: everything but the type is 0. */
  FrameHeader start(FrameType frameType) {
    type = frameType;
    status = 0;
    length = 0;
    payloadChecksum = 0;
    operation = 0;
    region = 0;
    generation = 0;
    offset = 0;
    argument = 0;
    value = 0;
    return this;
  }

  /** How the operation ended that this frame answers. */
  OperationStatus outcome() {
    return STATUSES.get(status);
  }

  FrameHeader outcome(OperationStatus outcome) {
    status = STATUSES.indexOf(outcome);
    return this;
  }

  /** Writes it at the position of {@code target}, a little-endian buffer. */
  void write(ByteBuffer target) {
    write(target, target.position());
    target.position(target.position() + LENGTH);
  }

  /** Writes it at {@code at}; the position stays. */
  void write(ByteBuffer target, int at) {
    target.putInt(at, MAGIC).put(at + 4, (byte) VERSION).put(at + 5, (byte) type.code());
    target.putShort(at + 6, (short) status).putInt(at + 8, length);
    target.putInt(at + 12, payloadChecksum).putLong(at + 16, operation);
    target.putInt(at + 24, region).putInt(at + 28, generation).putLong(at + 32, offset);
    target.putLong(at + 40, argument).putLong(at + 48, value).putInt(at + 56, 0);
    target.putInt(at + CHECKSUM_AT, checksum.of(target, at, CHECKSUM_AT));
  }

  /**
   * Reads and checks the 64 bytes at {@code at} of a little-endian buffer.
   *
   * @throws BadFrameException when they are no header
   */
  void read(ByteBuffer source, int at) {
    if (source.getShort(at) == TLS_HANDSHAKE) {
      throw new BadFrameException(
          "you speak TLS and this node does not: give both nodes certificates, or none");
    }
    check(source.getInt(at) == MAGIC, "not a frame: it begins with", source.getInt(at));
    int version = source.get(at + 4) & 0xff;
    check(version == VERSION, "this node speaks version 1 of the protocol, found", version);
    check(
        source.getInt(at + CHECKSUM_AT) == checksum.of(source, at, CHECKSUM_AT),
        "damaged header of a frame, type",
        source.get(at + 5));
    readChecked(source, at);
  }

  private void readChecked(ByteBuffer source, int at) {
    FrameType found = FrameType.of(source.get(at + 5) & 0xff);
    if (found == null) {
      throw new BadFrameException("unknown type of frame: " + (source.get(at + 5) & 0xff));
    }
    type = found;
    status = source.getShort(at + 6) & 0xffff;
    length = source.getInt(at + 8);
    payloadChecksum = source.getInt(at + 12);
    operation = source.getLong(at + 16);
    region = source.getInt(at + 24);
    generation = source.getInt(at + 28);
    offset = source.getLong(at + 32);
    argument = source.getLong(at + 40);
    value = source.getLong(at + 48);
    check(status < STATUSES.size(), "unknown status of a frame:", status);
    if (length < found.minLength() || length > found.maxLength()) {
      throw new BadFrameException(
          "impossible length of a payload of %s: %d".formatted(type, length));
    }
  }

  /** A buffer as frames need it, outside of the Java heap. */
  static ByteBuffer buffer(int capacity) {
    return ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void check(boolean holds, String complaint, int found) {
    if (!holds) {
      throw new BadFrameException(complaint + " " + found);
    }
  }
}
