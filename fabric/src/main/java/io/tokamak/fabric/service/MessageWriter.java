// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Writes one message of a service after the other into memory that it keeps, little-endian.
 *
 * <p>{@link #begin}, then what belongs into the message, then {@link #end}. Whoever puts in more
 * than there is {@link #room} for gets an {@link IndexOutOfBoundsException}. Allocates nothing but
 * for text. For one thread.
 */
public final class MessageWriter {
  private static final ValueLayout.OfByte U8 = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfShort U16 =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt U32 =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong U64 =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final ServiceId service;
  private final MemorySegment memory;
  private int position;
  private int type;
  private int flags;
  private long correlation;

  /** Writes messages of a service, of up to {@code mostBytes} with their header. */
  public MessageWriter(ServiceId service, int mostBytes) {
    this.service = service;
    memory = MemorySegment.ofArray(new byte[mostBytes]);
  }

  /** Begins a message; what was written before is gone. */
  public MessageWriter begin(int newType, int newFlags, long newCorrelation) {
    type = newType;
    flags = newFlags;
    correlation = newCorrelation;
    position = MessageHeader.LENGTH;
    return this;
  }

  /** The message, whole, until the next one is begun. */
  public MemorySegment end() {
    MessageHeader.write(memory, service, type, flags, length(), correlation);
    return memory.asSlice(0, position);
  }

  /** Bytes written after the header. */
  public int length() {
    return position - MessageHeader.LENGTH;
  }

  /** How many bytes more the message can have. */
  public int room() {
    return (int) memory.byteSize() - position;
  }

  /** Appends the low 8 bits. */
  public void putU8(int value) {
    memory.set(U8, advance(1), (byte) value);
  }

  /** Appends the low 16 bits. */
  public void putU16(int value) {
    memory.set(U16, advance(2), (short) value);
  }

  /** Appends 32 bits. */
  public void putU32(int value) {
    memory.set(U32, advance(4), value);
  }

  /** Appends 64 bits. */
  public void putU64(long value) {
    memory.set(U64, advance(8), value);
  }

  /** Appends the 20 bytes of an id. */
  public void putId(ObjectId id) {
    id.writeTo(memory, advance(ObjectId.LENGTH));
  }

  /** Appends node and epoch, 16 bytes. */
  public void putNode(NodeRef node) {
    putU64(node.node());
    putU64(node.epoch());
  }

  /** Appends the 32 bytes of a pointer. */
  public void putPointer(RemotePointer pointer) {
    pointer.write(memory, advance(RemotePointer.LENGTH));
  }

  /** Appends a u16 length and as much of the UTF-8 form as {@code mostBytes} hold. */
  public void putText(String text, int mostBytes) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length;
    if (length > mostBytes) {
      length = mostBytes;
      while (length > 0 && (bytes[length] & 0xC0) == 0x80) {
        length--; // not within a character
      }
    }
    putU16(length);
    MemorySegment.copy(MemorySegment.ofArray(bytes), 0, memory, advance(length), length);
  }

  /** Appends bytes as they are. */
  public void putBytes(MemorySegment bytes) {
    MemorySegment.copy(bytes, 0, memory, advance((int) bytes.byteSize()), bytes.byteSize());
  }

  private int advance(int bytes) {
    int at = position;
    position += bytes;
    return at;
  }
}
