// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Bytes in order, in a ring that grows to what is needed. Unbounded by itself; {@link #bytes} is
 * for those who bound it. For one thread.
 */
final class ByteQueue {
  private static final int FIRST_BYTES = 16 << 10;

  private ByteBuffer ring = ByteBuffer.allocateDirect(FIRST_BYTES);
  private MemorySegment memory = MemorySegment.ofBuffer(ring);
  private long head;
  private long tail;

  /** How many there are. */
  long bytes() {
    return tail - head;
  }

  boolean isEmpty() {
    return tail == head;
  }

  private int at(long position) {
    return (int) (position & ring.capacity() - 1);
  }

  /** Bytes from {@code position} to the end of the ring. */
  private long stretch(long position, long most) {
    return Math.min(most, ring.capacity() - at(position));
  }

  /** Adds {@code length} bytes from {@code offset}. */
  void add(MemorySegment source, long offset, long length) {
    makeRoom(length);
    long first = stretch(tail, length);
    MemorySegment.copy(source, offset, memory, at(tail), first);
    MemorySegment.copy(source, offset + first, memory, 0, length - first);
    tail += length;
  }

  private void makeRoom(long length) {
    long needed = bytes() + length;
    if (needed > ring.capacity()) {
      grow(Math.toIntExact(Long.highestOneBit(needed - 1) << 1));
    }
  }

  private void grow(int capacity) {
    ByteBuffer larger = ByteBuffer.allocateDirect(capacity);
    MemorySegment target = MemorySegment.ofBuffer(larger);
    long all = bytes();
    long first = stretch(head, all);
    MemorySegment.copy(memory, at(head), target, 0, first);
    MemorySegment.copy(memory, 0, target, first, all - first);
    ring = larger;
    memory = target;
    head = 0;
    tail = all;
  }

  /** Moves the first {@code length} bytes to the end of another queue. */
  void moveTo(ByteQueue other, long length) {
    long first = stretch(head, length);
    other.add(memory, at(head), first);
    other.add(memory, 0, length - first);
    head += length;
  }

  /**
   * Writes as much as the channel takes.
   *
   * @return the bytes written; all are when {@link #isEmpty} then
   */
  long write(WritableByteChannel channel) throws IOException {
    long total = 0;
    while (!isEmpty()) {
      int from = at(head);
      int offered = (int) stretch(head, bytes());
      int written = channel.write(ring.limit(from + offered).position(from));
      head += written;
      total += written;
      if (written < offered) {
        break;
      }
    }
    return total;
  }

  void clear() {
    head = tail;
  }
}
