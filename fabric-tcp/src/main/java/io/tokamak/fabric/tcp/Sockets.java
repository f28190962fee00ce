// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** All sockets of one fabric: accepts, reads, writes, and looks at the time. */
final class Sockets {
  private static final int BACKLOG = 512;
  private static final long ACCEPTED_AT_ONCE = 16;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final LongSupplier clock;
  private final long silenceNs;
  private final long handshakeNs;
  private final Supplier<FlowUser> answering;
  private final BufferSizes sizes;
  private final Pages pages = new Pages();
  private final List<Flow> flows = new ArrayList<>();
  private final List<Flow> changed = new ArrayList<>();
  private final Consumer<SelectionKey> ready = this::ready;
  private volatile boolean woken;
  private long nowNs;
  private long tickedNs;
  private long nextTickNs;
  private int work;
  private boolean closed;

  /**
   * Listens.
   *
   * @param answering makes the other side of each connection that comes in
   */
  Sockets(TcpOptions options, LongSupplier clock, Supplier<FlowUser> answering) throws IOException {
    this.clock = clock;
    this.answering = answering;
    silenceNs = options.silenceNs();
    handshakeNs = options.silenceNs();
    sizes = BufferSizes.probe();
    selector = Selector.open();
    server = ServerSocketChannel.open();
    nowNs = clock.getAsLong();
    tickedNs = nowNs;
    nextTickNs = nowNs;
    try {
      sizes.receive(server);
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(options.listen(), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
    } catch (IOException | RuntimeException refused) {
      server.close();
      selector.close();
      throw refused;
    }
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) server.getLocalAddress();
  }

  Pages pages() {
    return pages;
  }

  /** The time of this poll. */
  long nowNs() {
    return nowNs;
  }

  /** Begins a connection for {@code user}. */
  Flow connect(InetSocketAddress address, FlowUser user, long deadlineNs) throws IOException {
    SocketChannel channel = SocketChannel.open();
    try {
      sizes.receive(channel);
      prepare(channel);
      boolean connected = channel.connect(address);
      SelectionKey key =
          channel.register(selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT);
      Flow flow = add(new Flow(this, channel, key, user, deadlineNs));
      if (connected) {
        user.connected(flow);
      }
      return flow;
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  private void prepare(SocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    sizes.send(channel);
  }

  private Flow add(Flow flow) {
    flows.add(flow);
    nextTickNs = nowNs;
    return flow;
  }

  void changed(Flow flow) {
    changed.add(flow);
  }

  void closed(Flow flow) {
    flows.remove(flow);
  }

  void detach(TcpRegion region) {
    flows.forEach(flow -> flow.detach(region));
  }

  /** Sends, receives, looks at the time, sends what came of it. Returns how much was done. */
  int poll() {
    nowNs = clock.getAsLong();
    work = 0;
    write();
    try {
      selector.selectNow(ready);
    } catch (IOException broken) {
      throw new IllegalStateException("the selector of the fabric is unusable", broken);
    }
    tick();
    return work;
  }

  /** Sends what was added. */
  void write() {
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).write();
      work++;
    }
    changed.clear();
  }

  /** Waiting changes nothing; the next poll sees what is ready. */
  private static void later(SelectionKey key) {}

  private void ready(SelectionKey key) {
    if (!key.isValid()) {
      return;
    }
    if (key.channel().equals(server)) {
      accept();
    } else if (key.attachment() instanceof Flow flow) {
      work += flow.ready();
    }
  }

  private void accept() {
    try {
      for (int i = 0; i < ACCEPTED_AT_ONCE; i++) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          return;
        }
        work++;
        accepted(channel);
      }
    } catch (IOException outOfDescriptors) {
      // Whoever it was tries again; those that are connected go on.
    }
  }

  private void accepted(SocketChannel channel) throws IOException {
    if (strangers() >= Limits.STRANGERS) {
      channel.close();
      return;
    }
    try {
      prepare(channel);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      add(new Flow(this, channel, key, answering.get(), nowNs + handshakeNs));
    } catch (IOException gone) {
      channel.close();
    }
  }

  private int strangers() {
    int strangers = 0;
    for (Flow flow : flows) {
      strangers += flow.isEstablished() ? 0 : 1;
    }
    return strangers;
  }

  private void tick() {
    if (nowNs - nextTickNs < 0) {
      return;
    }
    long pausedNs = Math.max(0, nowNs - tickedNs - silenceNs / 4);
    tickedNs = nowNs;
    nextTickNs = nowNs + silenceNs / 16;
    for (Flow flow : List.copyOf(flows)) {
      if (flow.isOpen()) {
        flow.tick(nowNs, pausedNs, silenceNs);
      }
      if (!flow.isEstablished() && flow.deadlineNs() - nextTickNs < 0) {
        nextTickNs = flow.deadlineNs();
      }
    }
  }

  /** Waits for a socket, the next look at the time, or {@link #wakeUp}. */
  void await(long timeoutNs) {
    write();
    long untilTickNs = nextTickNs - clock.getAsLong();
    long waitNs = flows.isEmpty() ? timeoutNs : Math.min(timeoutNs, untilTickNs);
    if (waitNs > 0 && !woken) {
      try {
        selector.select(Sockets::later, Math.max(1, waitNs / 1_000_000));
      } catch (IOException broken) {
        throw new IllegalStateException("the selector of the fabric is unusable", broken);
      }
    }
    woken = false;
  }

  void wakeUp() {
    woken = true;
    selector.wakeup();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(flows).forEach(Flow::close);
    try {
      server.close();
      selector.close();
    } catch (IOException unusable) {
      // There is nothing left to close.
    }
  }
}
