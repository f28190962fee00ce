// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Turns the bytes of a socket into frames, through a buffer that grows to the longest frame there
 * was. Whatever the bytes are: at most a {@link BadFrameException}. For one thread.
 */
final class Incoming {
  private static final int FIRST_BYTES = 64 << 10;

  /** Hears of frames, in order. */
  interface Receiver {
    /** A frame with its payload, which is there until this method returns. */
    void frame(FrameHeader header, MemorySegment payload, long offset);

    /** Whether more is wanted. */
    boolean isOpen();
  }

  private final Receiver receiver;
  private final FrameHeader header = new FrameHeader();
  private ByteBuffer buffer = ByteBuffer.allocateDirect(FIRST_BYTES);
  private MemorySegment memory = MemorySegment.ofBuffer(buffer);

  /** Start of what is not digested; the end is the buffer's position. */
  private int head;

  Incoming(Receiver receiver) {
    this.receiver = receiver;
  }

  /**
   * Reads what is there, up to about {@code budgetBytes}.
   *
   * @return bytes read, or -1 at the end of the stream
   */
  int read(ReadableByteChannel channel, int budgetBytes) throws IOException {
    int total = 0;
    while (total < budgetBytes && receiver.isOpen()) {
      int room = buffer.remaining();
      int read = channel.read(buffer);
      if (read < 0) {
        return -1;
      }
      total += read;
      digest();
      if (read < room) {
        break;
      }
    }
    return total;
  }

  private void digest() {
    int needed = FrameHeader.LENGTH;
    while (receiver.isOpen() && available() >= needed) {
      header.read(memory, head);
      needed = FrameHeader.LENGTH + header.length;
      if (available() >= needed) {
        int payload = head + FrameHeader.LENGTH;
        head += needed;
        needed = FrameHeader.LENGTH;
        receiver.frame(header, memory, payload);
      }
    }
    makeRoom(needed);
  }

  private int available() {
    return buffer.position() - head;
  }

  /** Moves what is left to the start of a buffer that holds a frame of {@code needed} bytes. */
  private void makeRoom(int needed) {
    if (needed > buffer.capacity()) {
      ByteBuffer larger = ByteBuffer.allocateDirect(Integer.highestOneBit(needed - 1) << 1);
      larger.put(buffer.limit(buffer.position()).position(head));
      buffer = larger;
      memory = MemorySegment.ofBuffer(larger.duplicate().clear());
    } else if (head > 0) {
      buffer.limit(buffer.position()).position(head);
      buffer.compact();
    }
    head = 0;
  }
}
