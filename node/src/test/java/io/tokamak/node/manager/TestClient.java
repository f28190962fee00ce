// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.wire.frame.FrameAssembler;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.FrameWriter;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client of a manager in the thread of the test: never waits, since its peer is driven by it. */
final class TestClient implements AutoCloseable {
  private final SocketChannel channel;
  private final FrameWriter writer = new FrameWriter(Arena.ofAuto());
  private final FrameReader reader = new FrameReader();
  private final FrameAssembler input = new FrameAssembler();
  private final ByteBuffer buffer = ByteBuffer.allocate(FrameAssembler.RECEIVE_BUFFER_LENGTH);

  TestClient(Path socket) {
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
      channel.configureBlocking(false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(Request request, long correlation) {
    sendRaw(bytes(request, correlation));
  }

  /** A request as bytes, for {@link #sendRaw}; good until the next request. */
  ByteBuffer bytes(Request request, long correlation) {
    request.write(writer, correlation);
    return writer.frame().asByteBuffer();
  }

  /** Sends what the socket takes; returns how many bytes that were. */
  int sendRaw(ByteBuffer bytes) {
    try {
      return channel.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a frame is there; it is the one that the other methods look at. */
  boolean hasFrame() {
    while (!input.next(reader)) {
      if (receive() <= 0) {
        return false;
      }
    }
    return true;
  }

  /** Reads all frames that are there; returns how many. */
  int drain() {
    int frames = 0;
    while (hasFrame()) {
      frames++;
    }
    return frames;
  }

  private int receive() {
    try {
      int length = channel.read(buffer.clear());
      if (length > 0) {
        input.accept(MemorySegment.ofBuffer(buffer.flip()), length);
      }
      return length;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether the other side has closed, and nothing is left to be read. */
  boolean isClosed() {
    return !hasFrame() && receive() < 0;
  }

  long correlation() {
    return reader.correlation();
  }

  <R extends Reply> R reply(Call<R> call) {
    if (!hasFrame()) {
      throw new IllegalStateException("no reply to " + call);
    }
    return call.readReply(reader);
  }

  EventsPush events() {
    if (!hasFrame()) {
      throw new IllegalStateException("no events");
    }
    return lastEvents();
  }

  /** Those of the frame that {@link #hasFrame} found. */
  EventsPush lastEvents() {
    return EventsPush.read(reader);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
