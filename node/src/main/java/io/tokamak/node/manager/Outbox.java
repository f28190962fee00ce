// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;

/**
 * Bytes on their way to one client. They are offered to the socket at once; only what it does not
 * take is copied and waits. For the manager's thread.
 */
final class Outbox {
  private final SocketChannel channel;
  private final ArrayDeque<ByteBuffer> waiting = new ArrayDeque<>();
  private long pendingLength;

  Outbox(SocketChannel channel) {
    this.channel = channel;
  }

  /** Sends a frame, or as much of it as the socket takes now. */
  void send(MemorySegment frame) throws IOException {
    ByteBuffer bytes = frame.asByteBuffer();
    if (waiting.isEmpty()) {
      channel.write(bytes);
    }
    if (bytes.hasRemaining()) {
      pendingLength += bytes.remaining();
      waiting.add(ByteBuffer.allocate(bytes.remaining()).put(bytes).flip());
    }
  }

  /** Goes on with what waits. */
  void flush() throws IOException {
    while (!waiting.isEmpty()) {
      ByteBuffer first = waiting.getFirst();
      pendingLength -= channel.write(first);
      if (first.hasRemaining()) {
        return;
      }
      waiting.removeFirst();
    }
  }

  /** Bytes that wait for room in the socket. */
  long pendingLength() {
    return pendingLength;
  }
}
