// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.io.EOFException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A blocking connection to a server with text headers: one write for a request, one read for a
 * reply as long as the socket gives it whole, no copy on the way, buffers used again.
 */
final class Connection implements AutoCloseable {
  private static final int HEADER_ROOM = 256;
  private static final byte LINE_FEED = '\n';

  private final SocketChannel channel;
  private ByteBuffer input = Source.zeroed(HEADER_ROOM).asByteBuffer();

  Connection(Path socket) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
  }

  /** Makes room for values of this size. */
  void prepare(int sizeBytes) {
    if (input.capacity() < sizeBytes + HEADER_ROOM) {
      input = Source.zeroed((long) sizeBytes + HEADER_ROOM).asByteBuffer();
    }
  }

  /** Sends a request and receives the first line of the reply, at least. */
  void call(Request request, Keys keys, int index) throws IOException {
    ByteBuffer output = request.forKey(keys, index);
    while (output.hasRemaining()) {
      channel.write(output);
    }
    input.clear();
    while (!hasLine()) {
      receive();
    }
  }

  private boolean hasLine() {
    int received = input.position();
    return received > 0 && (input.get(received - 1) == LINE_FEED || lineLength() > 0);
  }

  private void receive() throws IOException {
    if (channel.read(input) < 0) {
      throw new EOFException("the server closed the connection");
    }
  }

  /** Receives until so many bytes of the reply are there. */
  void receiveTo(int length) throws IOException {
    while (input.position() < length) {
      receive();
    }
  }

  /** Bytes of the first line with its end, or 0. */
  int lineLength() {
    int received = input.position();
    for (int at = 0; at < received; at++) {
      if (input.get(at) == LINE_FEED) {
        return at + 1;
      }
    }
    return 0;
  }

  /** A byte of the reply. */
  byte at(int index) {
    return input.get(index);
  }

  /** The decimal number that ends at the end of the first line. */
  int numberBeforeLineEnd(int lineLength) {
    int number = 0;
    int scale = 1;
    for (int at = lineLength - 3; at >= 0 && Character.isDigit(input.get(at)); at--) {
      number += (input.get(at) - '0') * scale;
      scale *= 10;
    }
    return number;
  }

  /** Throws unless the reply starts like this. */
  void require(byte[] expected) throws IOException {
    receiveTo(expected.length);
    for (int at = 0; at < expected.length; at++) {
      if (input.get(at) != expected[at]) {
        throw unexpected();
      }
    }
  }

  IOException unexpected() {
    byte[] received = new byte[Math.min(80, input.position())];
    input.get(0, received);
    return new IOException(
        "the server answered: " + new String(received, StandardCharsets.ISO_8859_1).strip());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
