// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.message;

import io.tokamak.fabric.service.BadMessageException;
import io.tokamak.fabric.service.MessageHeader;
import io.tokamak.fabric.service.ServiceId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Little-endian fields of a body: what stands behind the header of a message. */
final class Fields {
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** Where the body begins. */
  static final int BODY = MessageHeader.LENGTH;

  private Fields() {}

  /** Writes the header, and zeroes the fixed part of the body. Returns the whole length. */
  static int begin(
      MemorySegment message, TransferType type, int fixedLength, int payloadLength, long number) {
    MessageHeader.write(
        message, ServiceId.TRANSFER, type.code(), 0, fixedLength + payloadLength, number);
    message.asSlice(BODY, fixedLength).fill((byte) 0);
    return BODY + fixedLength;
  }

  /** Checks that there is at least the fixed part. */
  static void atLeast(MemorySegment message, int fixedLength, TransferType type) {
    if (bodyLength(message) < fixedLength) {
      throw bad(type, "length", bodyLength(message), fixedLength + " or more");
    }
  }

  /** Checks that there is the fixed part and nothing else. */
  static void exactly(MemorySegment message, long length, TransferType type) {
    if (bodyLength(message) != length) {
      throw bad(type, "length", bodyLength(message), Long.toString(length));
    }
  }

  /** A count of entries that is really there. */
  static int count(MemorySegment message, int at, int fixed, int entry, TransferType type) {
    int count = u32(message, at);
    if (count < 0 || fixed + (long) count * entry != bodyLength(message)) {
      throw bad(type, "count", count, "as many entries as follow");
    }
    return count;
  }

  static BadMessageException bad(TransferType type, String what, long found, String expected) {
    return new BadMessageException(
        "%s: %s is %d, expected %s".formatted(type, what, found, expected));
  }

  static long bodyLength(MemorySegment message) {
    return message.byteSize() - BODY;
  }

  static int u8(MemorySegment message, int at) {
    return Byte.toUnsignedInt(message.get(ValueLayout.JAVA_BYTE, BODY + at));
  }

  static int u16(MemorySegment message, int at) {
    return Short.toUnsignedInt(message.get(U16, BODY + at));
  }

  static int u32(MemorySegment message, int at) {
    return message.get(U32, BODY + at);
  }

  static long u64(MemorySegment message, int at) {
    return message.get(U64, BODY + at);
  }

  static void u8(MemorySegment message, int at, int value) {
    message.set(ValueLayout.JAVA_BYTE, BODY + at, (byte) value);
  }

  static void u16(MemorySegment message, int at, int value) {
    message.set(U16, BODY + at, (short) value);
  }

  static void u32(MemorySegment message, int at, int value) {
    message.set(U32, BODY + at, value);
  }

  static void u64(MemorySegment message, int at, long value) {
    message.set(U64, BODY + at, value);
  }

  static String text(MemorySegment message, int at, int length) {
    byte[] bytes = new byte[length];
    MemorySegment.copy(message, ValueLayout.JAVA_BYTE, BODY + at, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  static void text(MemorySegment message, int at, byte[] text) {
    MemorySegment.copy(text, 0, message, ValueLayout.JAVA_BYTE, BODY + at, text.length);
  }
}
