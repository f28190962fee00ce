// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what follows the header of one message after the other, front to back, never past its end.
 * Whatever is not there, or cannot be, is a {@link BadMessageException}. Allocates nothing but what
 * it returns. For one thread.
 */
public final class MessageReader {
  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private MemorySegment message = MemorySegment.NULL;
  private int position;

  /** A reader of nothing yet. */
  public MessageReader() {}

  /** Looks at a message, whose header the {@link Switchboard} has checked. */
  public MessageReader wrap(MemorySegment newMessage) {
    message = newMessage;
    position = MessageHeader.LENGTH;
    return this;
  }

  /** Bytes that have not been read. */
  public int remaining() {
    return (int) message.byteSize() - position;
  }

  /**
   * The message ends here.
   *
   * @throws BadMessageException when it does not
   */
  public void finish() {
    if (remaining() != 0) {
      throw new BadMessageException("found %d bytes after its end".formatted(remaining()));
    }
  }

  /**
   * How many items of this length are left.
   *
   * @throws BadMessageException when they do not end where the message does
   */
  public int count(int itemLength) {
    if (remaining() % itemLength != 0) {
      throw new BadMessageException(
          "found %d bytes, expected items of %d".formatted(remaining(), itemLength));
    }
    return remaining() / itemLength;
  }

  /** Reads 0 to 255. */
  public int getU8() {
    return Byte.toUnsignedInt(message.get(U8, advance(1)));
  }

  /** Reads 0 to 65535. */
  public int getU16() {
    return Short.toUnsignedInt(message.get(U16, advance(2)));
  }

  /** Reads 32 bits of which the sign means nothing. */
  public int getU32() {
    return message.get(U32, advance(4));
  }

  /** Reads 32 bits that stand for 0 to 2^31-1. */
  public int getU31() {
    int value = getU32();
    if (value < 0) {
      throw new BadMessageException(
          "found %d, expected at most %d"
              .formatted(Integer.toUnsignedLong(value), Integer.MAX_VALUE));
    }
    return value;
  }

  /** Reads 64 bits of which the sign means nothing. */
  public long getU64() {
    return message.get(U64, advance(8));
  }

  /** Reads 64 bits that stand for 0 to 2^63-1. */
  public long getU63() {
    long value = getU64();
    if (value < 0) {
      throw new BadMessageException(
          "found %s, expected at most %d".formatted(Long.toUnsignedString(value), Long.MAX_VALUE));
    }
    return value;
  }

  /** Reads bytes that must be 0. */
  public void skipZeros(int bytes) {
    for (int i = 0; i < bytes; i++) {
      int found = getU8();
      if (found != 0) {
        throw new BadMessageException("found %d in a reserved byte, expected 0".formatted(found));
      }
    }
  }

  /** Reads the 20 bytes of an id. */
  public ObjectId getId() {
    return ObjectId.read(message, advance(ObjectId.LENGTH));
  }

  /** Reads node and epoch. */
  public NodeRef getNode() {
    long node = getU64();
    long epoch = getU64();
    if (node == 0) {
      throw new BadMessageException("found node 0, which nobody is");
    }
    return new NodeRef(node, epoch);
  }

  /** Reads a pointer. */
  public RemotePointer getPointer() {
    int at = advance(RemotePointer.LENGTH);
    try {
      return RemotePointer.read(message, at);
    } catch (IllegalArgumentException impossible) {
      throw new BadMessageException(String.valueOf(impossible.getMessage()));
    }
  }

  /** Reads a u16 length and text in UTF-8, at most {@code mostBytes} of it. */
  public String getText(int mostBytes) {
    int length = getU16();
    if (length > mostBytes) {
      throw new BadMessageException(
          "found a text of %d bytes, expected at most %d".formatted(length, mostBytes));
    }
    ByteBuffer bytes = message.asSlice(advance(length), length).asByteBuffer();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new BadMessageException("found a text that is not UTF-8");
    }
  }

  /** Reads bytes into an array of their own. */
  public byte[] getBytes(int length) {
    return message.asSlice(advance(length), length).toArray(ValueLayout.JAVA_BYTE);
  }

  private int advance(int bytes) {
    if (remaining() < bytes) {
      throw new BadMessageException(
          "found %d bytes more, expected %d or more".formatted(remaining(), bytes));
    }
    int at = position;
    position += bytes;
    return at;
  }
}
