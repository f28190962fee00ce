// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.UnixSocket;
import io.tokamak.store.service.SendBuffers.Buffer;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The bytes a connection still has to send, sent in as few calls as the socket allows. Holds no
 * memory while empty. The caller bounds it by {@link #pendingLength}. For the store thread alone.
 */
final class SendQueue {
  /** What became of an attempt to send everything. */
  enum Outcome {
    /** Nothing is left. */
    EMPTY,
    /** The socket has no room; the rest waits. */
    BLOCKED,
    /** The other side is gone. */
    DISCONNECTED
  }

  private static final int NO_DESCRIPTOR = -1;

  private final SendBuffers buffers;
  private @Nullable Buffer buffer;
  private long start;
  private long end;
  private int descriptor = NO_DESCRIPTOR;

  SendQueue(SendBuffers buffers) {
    this.buffers = buffers;
  }

  /** Bytes that wait. */
  long pendingLength() {
    return end - start;
  }

  /** Appends a copy of the first {@code length} bytes of {@code frame}. */
  void append(MemorySegment frame, long length) {
    Buffer room = roomFor(length);
    MemorySegment.copy(frame, 0, room.segment(), end, length);
    end += length;
  }

  /** The same, with a descriptor that rides on its first byte; the queue must be empty. */
  void append(MemorySegment frame, long length, int passedDescriptor) {
    if (pendingLength() != 0) {
      throw new IllegalStateException(
          "a descriptor must go with the first byte: " + pendingLength() + " bytes wait");
    }
    append(frame, length);
    descriptor = passedDescriptor;
  }

  private Buffer roomFor(long length) {
    Buffer current = buffer;
    if (current == null) {
      current = buffers.take(length);
    } else if (end + length > current.segment().byteSize()) {
      current = move(current, pendingLength() + length);
    }
    buffer = current;
    return current;
  }

  private Buffer move(Buffer from, long length) {
    Buffer to = buffers.take(length);
    MemorySegment.copy(from.segment(), start, to.segment(), 0, pendingLength());
    buffers.giveBack(from);
    end = pendingLength();
    start = 0;
    return to;
  }

  /** Sends what the socket takes. */
  Outcome sendTo(UnixSocket socket) {
    Buffer current = buffer;
    while (current != null && start < end) {
      long sent = send(socket, current.segment());
      if (sent < 0) {
        return sent == UnixSocket.WOULD_BLOCK ? Outcome.BLOCKED : Outcome.DISCONNECTED;
      }
      start += sent;
      descriptor = NO_DESCRIPTOR;
    }
    release();
    return Outcome.EMPTY;
  }

  private long send(UnixSocket socket, MemorySegment from) {
    return descriptor == NO_DESCRIPTOR
        ? socket.send(from, start, pendingLength())
        : socket.sendWithDescriptor(from, start, pendingLength(), descriptor);
  }

  /** Forgets what waits and gives the memory back. */
  void release() {
    Buffer current = buffer;
    if (current != null) {
      buffers.giveBack(current);
    }
    buffer = null;
    start = 0;
    end = 0;
  }
}
