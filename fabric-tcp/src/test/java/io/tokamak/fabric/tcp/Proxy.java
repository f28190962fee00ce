// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.FabricAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Stands between two nodes and does harm to one direction of one connection: after so many bytes it
 * cuts, or changes one. Works when stepped, in the test's thread.
 */
final class Proxy implements AutoCloseable {
  /** Which direction. */
  enum Way {
    TO_SERVER,
    TO_CLIENT
  }

  /**
   * What to do.
   *
   * @param connection which of those that come in, from 0
   * @param cutAfter bytes to let through, -1 for all
   * @param flipAt place of the byte to change, -1 for none
   */
  record Harm(int connection, Way way, long cutAfter, long flipAt) {
    static Harm none() {
      return new Harm(0, Way.TO_SERVER, -1, -1);
    }
  }

  private final ServerSocketChannel listening;
  private final List<InetSocketAddress> targets;
  private final Harm harm;
  private final List<Pipe> pipes = new ArrayList<>();
  private final List<SocketChannel> channels = new ArrayList<>();

  /** One direction of one connection. */
  private final class Pipe {
    final SocketChannel from;
    final SocketChannel to;
    final boolean harmed;
    final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
    final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    boolean open = true;
    long passed;

    Pipe(SocketChannel from, SocketChannel to, boolean harmed) {
      this.from = from;
      this.to = to;
      this.harmed = harmed;
    }

    void step() throws IOException {
      if (!open) {
        return;
      }
      int read = buffer.hasRemaining() ? from.read(buffer) : 0;
      buffer.flip();
      int limit = buffer.limit();
      if (harmed && harm.cutAfter >= 0) {
        buffer.limit((int) Math.min(limit, harm.cutAfter - passed));
      }
      flip();
      if (seen.size() < 1 << 16) {
        seen.write(buffer.array(), buffer.position(), buffer.remaining());
      }
      while (buffer.hasRemaining()) {
        passed += to.write(buffer);
      }
      buffer.limit(limit).compact();
      if (read < 0 || (harmed && harm.cutAfter >= 0 && passed >= harm.cutAfter)) {
        cut();
      }
    }

    private void flip() {
      long at = harm.flipAt - passed;
      if (harmed && harm.flipAt >= 0 && at >= 0 && at < buffer.remaining()) {
        buffer.put((int) at, (byte) (buffer.get((int) at) ^ 0x10));
      }
    }

    void cut() throws IOException {
      open = false;
      from.close();
      to.close();
    }
  }

  Proxy(FabricAddress address, Harm harm) throws IOException {
    this(harm, address);
  }

  /** The first connection goes to the first, and so on; all others to the last. */
  Proxy(Harm harm, FabricAddress... addresses) throws IOException {
    targets = Stream.of(addresses).map(Locations::parse).toList();
    this.harm = harm;
    listening = ServerSocketChannel.open();
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    listening.configureBlocking(false);
  }

  FabricAddress address() throws IOException {
    return Locations.of((InetSocketAddress) listening.getLocalAddress());
  }

  /** What has gone through one direction of one connection. */
  byte[] seen(int connection, Way way) {
    return pipes.get(2 * connection + (way == Way.TO_SERVER ? 0 : 1)).seen.toByteArray();
  }

  void step() {
    try {
      accept();
      for (Pipe pipe : pipes) {
        try {
          pipe.step();
        } catch (IOException gone) {
          pipe.cut();
        }
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private void accept() throws IOException {
    SocketChannel client = listening.accept();
    if (client == null) {
      return;
    }
    int connection = pipes.size() / 2;
    InetSocketAddress target = targets.get(Math.min(connection, targets.size() - 1));
    SocketChannel server = SocketChannel.open(target);
    client.configureBlocking(false);
    server.configureBlocking(false);
    channels.add(client);
    channels.add(server);
    boolean mine = connection == harm.connection;
    pipes.add(new Pipe(client, server, mine && harm.way == Way.TO_SERVER));
    pipes.add(new Pipe(server, client, mine && harm.way == Way.TO_CLIENT));
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (SocketChannel channel : channels) {
      channel.close();
    }
  }
}
