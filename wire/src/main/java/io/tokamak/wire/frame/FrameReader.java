// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads the payload of one frame after the other, front to back, never past its end.
 *
 * <p>A reader is a view: it holds nothing of the frame and is good until the memory behind it is
 * used again. Every read that the payload cannot answer throws {@link ProtocolMismatchException}.
 * Reads allocate nothing but what they return. For one thread at a time.
 */
public final class FrameReader {
  private MemorySegment segment = MemorySegment.NULL;
  private long position;
  private long end;
  private int length;
  private MessageType type = MessageType.HELLO;
  private int status;
  private long correlation;

  /** A reader that sees no frame until {@link #wrap}. */
  public FrameReader() {}

  /**
   * Looks at the frame that begins at {@code offset}; {@code available} bytes of it are there.
   *
   * @throws ProtocolMismatchException when the frame is not whole, its length absurd, or its
   *     version or type unknown
   */
  public void wrap(MemorySegment segment, long offset, long available) {
    if (available < FrameHeader.LENGTH) {
      throw ProtocolMismatchException.of(
          "frame", available, "at least the " + FrameHeader.LENGTH + " bytes of a header");
    }
    int frameLength = FrameHeader.frameLength(segment, offset);
    if (frameLength > available) {
      throw ProtocolMismatchException.of("frame", available, frameLength + " bytes: it is cut off");
    }
    this.type = FrameHeader.check(segment, offset);
    this.segment = segment;
    this.length = frameLength;
    this.status =
        Short.toUnsignedInt(segment.get(FrameHeader.U16, offset + FrameHeader.STATUS_OFFSET));
    this.correlation = segment.get(FrameHeader.U64, offset + FrameHeader.CORRELATION_OFFSET);
    this.position = offset + FrameHeader.LENGTH;
    this.end = offset + frameLength;
  }

  /** The type of the frame. */
  public MessageType type() {
    return type;
  }

  /** 0, or the code of an error. */
  public int status() {
    return status;
  }

  /** What connects a reply to its request. */
  public long correlation() {
    return correlation;
  }

  /** Bytes of the frame, header included. */
  public int length() {
    return length;
  }

  /** Bytes of the payload that have not been read. */
  public int remaining() {
    return (int) (end - position);
  }

  /** Reads 0 to 255. */
  public int getU8() {
    return Byte.toUnsignedInt(segment.get(FrameHeader.U8, advance(1)));
  }

  /** Reads one byte that is 0 or 1. */
  public boolean getFlag() {
    int value = getU8();
    if (value > 1) {
      throw ProtocolMismatchException.of(type + " flag", value, "0 or 1");
    }
    return value == 1;
  }

  /** Reads 0 to 65535. */
  public int getU16() {
    return Short.toUnsignedInt(segment.get(FrameHeader.U16, advance(2)));
  }

  /** Reads 32 bits of which the sign means nothing. */
  public int getU32() {
    return segment.get(FrameHeader.U32, advance(4));
  }

  /** Reads 32 bits that stand for 0 to 2^31-1. */
  public int getU31() {
    int value = getU32();
    if (value < 0) {
      throw ProtocolMismatchException.of(
          type + " value", Integer.toUnsignedLong(value), "0 to " + Integer.MAX_VALUE);
    }
    return value;
  }

  /** Reads 64 bits of which the sign means nothing, or is wanted. */
  public long getU64() {
    return segment.get(FrameHeader.U64, advance(8));
  }

  /** Reads 64 bits that stand for 0 to 2^63-1. */
  public long getU63() {
    return getAtLeast(0);
  }

  /** Reads a signed 64-bit number that must not be below {@code least}. */
  public long getAtLeast(long least) {
    long value = getU64();
    if (value < least) {
      throw ProtocolMismatchException.of(type + " value", value, "at least " + least);
    }
    return value;
  }

  /** Reads the 20 bytes of an id. */
  public ObjectId getId() {
    return ObjectId.read(segment, advance(ObjectId.LENGTH));
  }

  /**
   * Reads the u32 that says how many items follow, each of at least {@code itemLength} bytes; what
   * it returns is small enough to allocate for.
   */
  public int getCount(int itemLength) {
    int count = getU32();
    int possible = remaining() / itemLength;
    if (count < 0 || count > possible) {
      throw ProtocolMismatchException.of(
          type + " count", Integer.toUnsignedLong(count), "at most " + possible + " in this frame");
    }
    return count;
  }

  /**
   * Reads {@code byteCount} bytes as a slice of the frame, read-only, good as long as the frame.
   */
  public MemorySegment getBytes(int byteCount) {
    return segment.asSlice(advance(byteCount), byteCount).asReadOnly();
  }

  /** Reads a u16 length, at most {@code maxLength}, and a string in UTF-8. */
  public String getString(int maxLength) {
    int byteCount = getU16();
    if (byteCount > maxLength) {
      throw ProtocolMismatchException.of(
          type + " string length", byteCount, "at most " + maxLength);
    }
    return decode(byteCount);
  }

  /** Reads a u32 length and a text in UTF-8. */
  public String getText() {
    return decode(getCount(1));
  }

  /** Says that nothing may be left of the payload. */
  public void finish() {
    if (position != end) {
      throw ProtocolMismatchException.of(type + " payload", remaining(), "no bytes after its end");
    }
  }

  private String decode(int byteCount) {
    byte[] bytes = segment.asSlice(advance(byteCount), byteCount).toArray(ValueLayout.JAVA_BYTE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new ProtocolMismatchException(
          type + " string: found bytes that are no UTF-8, expected UTF-8", e);
    }
  }

  private long advance(int byteCount) {
    long start = position;
    if (byteCount < 0 || byteCount > end - start) {
      throw ProtocolMismatchException.of(
          type + " payload", end - start, byteCount + " more bytes: it is cut off");
    }
    position = start + byteCount;
    return start;
  }
}
