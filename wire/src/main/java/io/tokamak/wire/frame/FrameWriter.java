// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Writes one frame after the other into memory that it keeps.
 *
 * <p>{@link #begin} starts a frame at offset 0, the {@code put} methods append to it, {@link #end}
 * completes it; then it stands in the first {@link #length()} bytes of {@link #segment()} until the
 * next {@code begin}. Memory grows by doubling up to {@link FrameHeader#MAX_FRAME_LENGTH} and is
 * never given back: keep one writer per thread, not one per connection. Besides that growth, and
 * strings, nothing is allocated. For one thread at a time.
 */
public final class FrameWriter {
  /** Bytes a writer starts with. */
  public static final int INITIAL_LENGTH = 64 << 10;

  private final SegmentAllocator allocator;
  private MemorySegment segment;
  private int position;
  private MessageType type = MessageType.HELLO;
  private int status;
  private long correlation;

  /** A writer whose memory comes from {@code allocator}, at most 2 MiB over its whole life. */
  public FrameWriter(SegmentAllocator allocator) {
    this(allocator, INITIAL_LENGTH);
  }

  /** The same, starting with {@code initialLength} bytes. */
  public FrameWriter(SegmentAllocator allocator, int initialLength) {
    this.allocator = allocator;
    int length = Math.clamp(initialLength, FrameHeader.LENGTH, FrameHeader.MAX_FRAME_LENGTH);
    this.segment = allocator.allocate(length, 8);
  }

  /** Starts a request, or a reply without an error; what was written before is gone. */
  public void begin(MessageType type, long correlation) {
    begin(type, 0, correlation);
  }

  /** Starts a frame with a status; what was written before is gone. */
  public void begin(MessageType type, int status, long correlation) {
    this.type = type;
    this.status = status;
    this.correlation = correlation;
    position = FrameHeader.LENGTH;
  }

  /** Completes the frame and returns its length in bytes, header included. */
  public int end() {
    FrameHeader.write(segment, position, type, status, correlation);
    return position;
  }

  /** The memory of the writer; the frame is its first {@link #length()} bytes. */
  public MemorySegment segment() {
    return segment;
  }

  /** Bytes written so far, header included. */
  public int length() {
    return position;
  }

  /** Exactly the frame: a slice of {@link #segment()}. */
  public MemorySegment frame() {
    return segment.asSlice(0, position);
  }

  /** Appends the low 8 bits. */
  public void putU8(int value) {
    segmentFor(1).set(FrameHeader.U8, position, (byte) value);
    position += 1;
  }

  /** Appends one byte, 1 for true and 0 for false. */
  public void putFlag(boolean value) {
    putU8(value ? 1 : 0);
  }

  /** Appends the low 16 bits. */
  public void putU16(int value) {
    segmentFor(2).set(FrameHeader.U16, position, (short) value);
    position += 2;
  }

  /** Appends 32 bits. */
  public void putU32(int value) {
    segmentFor(4).set(FrameHeader.U32, position, value);
    position += 4;
  }

  /** Appends 64 bits. */
  public void putU64(long value) {
    segmentFor(8).set(FrameHeader.U64, position, value);
    position += 8;
  }

  /** Appends the 20 bytes of an id. */
  public void putId(ObjectId id) {
    id.writeTo(segmentFor(ObjectId.LENGTH), position);
    position += ObjectId.LENGTH;
  }

  /** Appends bytes as they are, without their length. */
  public void putBytes(MemorySegment bytes) {
    MemorySegment target = segmentFor(bytes.byteSize());
    MemorySegment.copy(bytes, 0, target, position, bytes.byteSize());
    position += (int) bytes.byteSize();
  }

  /**
   * Appends a u16 length and the UTF-8 form of a short string.
   *
   * @throws InvalidRequestException when that form is longer than {@code maxLength} bytes
   */
  public void putString(String value, int maxLength) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > maxLength) {
      throw new InvalidRequestException(
          "a string of " + bytes.length + " bytes; at most " + maxLength + " are allowed here");
    }
    putU16(bytes.length);
    putBytes(MemorySegment.ofArray(bytes));
  }

  /** Appends a u32 length and the UTF-8 form of a longer text. */
  public void putText(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    putU32(bytes.length);
    putBytes(MemorySegment.ofArray(bytes));
  }

  private MemorySegment segmentFor(long length) {
    if (position + length > segment.byteSize()) {
      grow(position + length);
    }
    return segment;
  }

  private void grow(long needed) {
    if (needed > FrameHeader.MAX_FRAME_LENGTH) {
      throw new InvalidRequestException(
          "a frame of "
              + needed
              + " bytes; at most "
              + FrameHeader.MAX_FRAME_LENGTH
              + " are allowed: split the call into smaller ones");
    }
    long doubled = Math.min(2 * segment.byteSize(), FrameHeader.MAX_FRAME_LENGTH);
    MemorySegment larger = allocator.allocate(Math.max(doubled, needed), 8);
    MemorySegment.copy(segment, 0, larger, 0, position);
    segment = larger;
  }
}
