// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import io.tokamak.memory.os.Pacing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;

/**
 * The ceiling: one blocking socket with large buffers and without delay, no directory, no checksum,
 * no store. Many objects are asked for ahead.
 */
public final class RawSocket implements Contender {
  private static final int AHEAD = 32;

  private final SocketChannel channel;
  private final ByteBuffer requests =
      ByteBuffer.allocateDirect(AHEAD * RawSocketServer.REQUEST_LENGTH)
          .order(ByteOrder.LITTLE_ENDIAN);
  private Places places = new Places(1, 1, 0);
  private int size;

  /** Connects to a {@link RawSocketServer}. */
  public RawSocket(int port) throws IOException {
    channel = SocketChannel.open();
    RawSocketServer.tune(channel);
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Pacing.lift(channel);
  }

  @Override
  public String system() {
    return "raw-socket";
  }

  @Override
  public String operation() {
    return "fetch";
  }

  @Override
  public void load(int sizeBytes, int objects) throws IOException {
    size = sizeBytes;
    ask(objects, -sizeBytes);
    RawSocketServer.read(channel, ByteBuffer.allocateDirect(1));
    places.close();
    places = new Places(sizeBytes, objects, 0);
  }

  private void ask(long number, long sizeBytes) throws IOException {
    requests.clear().putLong(number).putLong(sizeBytes).flip();
    RawSocketServer.write(channel, requests);
  }

  @Override
  public void fetch(int index) throws IOException {
    ask(index, size);
    RawSocketServer.read(channel, places.at(index));
  }

  @Override
  public void fetchAll(int from, int count) throws IOException {
    for (int first = from; first < from + count; first += AHEAD) {
      int end = Math.min(first + AHEAD, from + count);
      requests.clear();
      for (int i = first; i < end; i++) {
        requests.putLong(i).putLong(size);
      }
      RawSocketServer.write(channel, requests.flip());
      for (int i = first; i < end; i++) {
        RawSocketServer.read(channel, places.at(i));
      }
    }
  }

  @Override
  public void forget(int from, int count) {
    // It keeps no account of what it has.
  }

  @Override
  public void close() throws IOException {
    channel.close();
    places.close();
  }
}
