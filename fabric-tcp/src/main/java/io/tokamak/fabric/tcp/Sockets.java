// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.part.Ticks;
import io.tokamak.memory.os.Pacing;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All sockets of one fabric: accepts, reads, writes, and looks at the time. What is ready is noted
 * when the thread's {@link Readiness} tells of it, and done in the poll of the fabric.
 */
final class Sockets {
  private static final int BACKLOG = 512;
  private static final long ACCEPTED_AT_ONCE = 16;

  /** Who answers the first caller still loads classes, and may wait for a processor. */
  private static final long LEAST_HANDSHAKE_NS = 4_000_000_000L;

  private final Readiness readiness;
  private final ServerSocketChannel server;
  private final LongSupplier clock;
  private final Ticks ticks;
  private final long handshakeNs;
  private final Supplier<FlowUser> answering;
  private final BufferSizes sizes;
  private final @Nullable Tls tls;
  private final Pages pages = new Pages();
  private final List<Flow> flows = new ArrayList<>();
  private final List<Flow> changed = new ArrayList<>();
  private final Deque<Flow> ready = new ArrayDeque<>();
  private boolean called;
  private int computed;
  private boolean polling;
  private long nowNs;
  private int work;
  private boolean closed;

  /**
   * Listens.
   *
   * @param readiness tells which sockets are ready; polled by its owner
   * @param answering makes the other side of each connection that comes in
   */
  Sockets(TcpOptions options, LongSupplier clock, Readiness readiness, Supplier<FlowUser> answering)
      throws IOException {
    this.clock = clock;
    this.readiness = readiness;
    this.answering = answering;
    handshakeNs = Math.max(options.silenceNs(), LEAST_HANDSHAKE_NS);
    sizes = BufferSizes.probe();
    tls = options.tls();
    server = ServerSocketChannel.open();
    nowNs = clock.getAsLong();
    ticks = new Ticks(options.silenceNs(), nowNs);
    try {
      sizes.receive(server);
      server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      server.bind(options.listen(), BACKLOG);
      server.configureBlocking(false);
      readiness.register(server, SelectionKey.OP_ACCEPT, key -> called = true);
    } catch (IOException | RuntimeException refused) {
      server.close();
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
      int awaited = connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT;
      Flow flow = add(new Flow(this, channel, link(channel, true), awaited, user, deadlineNs));
      if (connected) {
        Pacing.lift(channel);
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

  private Link link(SocketChannel channel, boolean caller) {
    return tls == null
        ? new PlainLink(channel)
        : new TlsLink(channel, tls.engine(caller), this::mayCompute);
  }

  /** Handshakes of TLS are not to keep the peers waiting that are connected. */
  private boolean mayCompute() {
    return computed++ < Limits.TLS_STEPS;
  }

  private Flow add(Flow flow) {
    flows.add(flow);
    ticks.noLaterThan(nowNs);
    return flow;
  }

  /** Has the flow's socket watched. */
  SelectionKey watch(SocketChannel channel, int operations, Readiness.Ready who)
      throws IOException {
    return readiness.register(channel, operations, who);
  }

  /** The flow has something to send: in this poll or the next. */
  void changed(Flow flow) {
    changed.add(flow);
    if (!polling) {
      readiness.hurry();
    }
  }

  /** The thread is not to wait before the next poll. */
  void hurry() {
    readiness.hurry();
  }

  /** The flow's socket has something, or room: for the next poll. */
  void ready(Flow flow) {
    ready.add(flow);
  }

  void closed(Flow flow) {
    flows.remove(flow);
  }

  void detach(TcpRegion region) {
    flows.forEach(flow -> flow.detach(region));
  }

  /** Does what is ready, looks at the time; {@link #write} is next. Returns how much was done. */
  int poll() {
    polling = true;
    computed = 0;
    nowNs = clock.getAsLong();
    work = 0;
    if (called) {
      called = false;
      accept();
    }
    for (int i = ready.size(); i > 0 && !ready.isEmpty(); i--) {
      work += ready.remove().work();
    }
    tick();
    return work;
  }

  /** Sends what was added. Not counted as work: there is nothing to do until an answer comes. */
  void write() {
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).write();
    }
    changed.clear();
    polling = false;
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
      Pacing.lift(channel);
      Link link = link(channel, false);
      long deadlineNs = nowNs + handshakeNs;
      add(new Flow(this, channel, link, SelectionKey.OP_READ, answering.get(), deadlineNs));
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
    if (!ticks.isDue(nowNs)) {
      return;
    }
    long pausedNs = ticks.begin(nowNs);
    for (Flow flow : List.copyOf(flows)) {
      if (flow.isOpen()) {
        flow.tick(nowNs, pausedNs, ticks.silenceNs());
      }
      if (!flow.isEstablished()) {
        ticks.noLaterThan(flow.deadlineNs());
      }
    }
  }

  /** How long may be waited for a socket before the next look at the time. */
  long untilTickNs() {
    return flows.isEmpty() ? Long.MAX_VALUE : ticks.nextNs() - clock.getAsLong();
  }

  void close() {
    if (closed) {
      return;
    }
    closed = true;
    List.copyOf(flows).forEach(Flow::close);
    ready.clear();
    try {
      server.close();
    } catch (IOException unusable) {
      // There is nothing left to close.
    }
    readiness.sweep();
  }
}
