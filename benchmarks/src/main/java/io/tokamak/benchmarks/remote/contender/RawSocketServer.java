// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import io.tokamak.memory.os.Pacing;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The far side of the ceiling: answers a request of 16 bytes (number of the object, its size) with
 * so many bytes from memory, and does nothing else. One connection, one thread. A request of size 0
 * or less makes memory for as many objects as its number says, of minus its size each, and is
 * answered with one byte.
 */
public final class RawSocketServer {
  static final int REQUEST_LENGTH = 16;
  static final int BUFFER_LENGTH = 4 << 20;

  private final SocketChannel channel;
  private final ByteBuffer request =
      ByteBuffer.allocateDirect(REQUEST_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  private Places places = new Places(1, 1, 0);

  private RawSocketServer(SocketChannel channel) {
    this.channel = channel;
  }

  /** Listens on the loopback interface, writes its port to a file, serves one connection, ends. */
  public static void main(String[] arguments) throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      Path file = Path.of(arguments[0]);
      Path draft = Path.of(arguments[0] + ".new");
      Files.writeString(draft, Integer.toString(port));
      Files.move(draft, file);
      try (SocketChannel channel = server.accept()) {
        tune(channel);
        Pacing.lift(channel);
        new RawSocketServer(channel).serve();
      }
    }
  }

  static void tune(SocketChannel channel) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_LENGTH);
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_LENGTH);
  }

  private void serve() throws IOException {
    try {
      while (true) {
        answer();
      }
    } catch (EOFException done) {
      // The client has what it wanted.
    } finally {
      places.close();
    }
  }

  private void answer() throws IOException {
    read(channel, request.clear());
    int number = (int) request.getLong(0);
    int size = (int) request.getLong(Long.BYTES);
    if (size > 0) {
      write(channel, places.at(number).limit(size));
    } else {
      places.close();
      places = new Places(-size, number, 0);
      write(channel, ByteBuffer.allocateDirect(1));
    }
  }

  static void read(SocketChannel channel, ByteBuffer target) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target) < 0) {
        throw new EOFException("the other side closed the connection");
      }
    }
  }

  static void write(SocketChannel channel, ByteBuffer source) throws IOException {
    while (source.hasRemaining()) {
      channel.write(source);
    }
  }
}
