// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.part.Ticks;
import io.tokamak.memory.os.PrivateDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import jdk.net.ExtendedSocketOptions;

/** All sockets of one fabric: accepts, reads, writes, and looks at the time. */
final class Sockets implements Readiness.Ready {
  private static final int BACKLOG = 512;
  private static final int ACCEPTED_AT_ONCE = 16;
  private static final String OWNER_ONLY = "rw-------";

  private final Readiness readiness;
  private final Path path;
  private final ServerSocketChannel server;
  private final UserPrincipal owner;
  private final LongSupplier clock;
  private final Ticks ticks;
  private final Supplier<FlowUser> answering;
  private final ByteBuffer nowhere = ByteBuffer.allocateDirect(16 << 10);
  private final List<Flow> flows = new ArrayList<>();
  private final List<Flow> changed = new ArrayList<>();
  private final Deque<Flow> ready = new ArrayDeque<>();
  private final List<Flow> lingering = new ArrayList<>();
  private boolean acceptable;
  private boolean ticked;
  private boolean polling;
  private long nowNs;
  private boolean closed;

  /**
   * Listens.
   *
   * @param answering makes the other side of each connection that comes in
   */
  Sockets(ShmOptions options, LongSupplier clock, Readiness readiness, Supplier<FlowUser> answering)
      throws IOException {
    this.clock = clock;
    this.readiness = readiness;
    this.answering = answering;
    path = options.socket();
    nowNs = clock.getAsLong();
    ticks = new Ticks(options.silenceNs(), nowNs);
    server = listen(path);
    try {
      owner = Files.getOwner(path);
      server.configureBlocking(false);
      readiness.register(server, SelectionKey.OP_ACCEPT, this);
    } catch (IOException | RuntimeException refused) {
      server.close();
      throw refused;
    }
  }

  /** Only the owner can get into the directory, so the mode may be set after listening began. */
  private static ServerSocketChannel listen(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory == null) {
      throw new IOException("a socket cannot be at " + path);
    }
    PrivateDirectory.ensure(directory);
    removeLeftover(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY));
      return server;
    } catch (IOException refused) {
      server.close();
      throw new IOException("cannot listen at " + path + ": " + refused.getMessage(), refused);
    }
  }

  /** A socket at which nobody listens was left by an earlier life of the node. */
  private static void removeLeftover(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.connect(UnixDomainSocketAddress.of(path));
    } catch (IOException nobody) {
      Files.delete(path);
      return;
    }
    throw new IOException(
        "somebody listens at %s: stop that node or use another path".formatted(path));
  }

  Readiness readiness() {
    return readiness;
  }

  /** The time of this poll. */
  long nowNs() {
    return nowNs;
  }

  /** Where bytes go that nobody wants. */
  ByteBuffer nowhere() {
    return nowhere;
  }

  /** Connects for {@code user}; this neither waits nor has to be waited for. */
  Flow connect(Path where, FlowUser user, long deadlineNs) throws IOException {
    if (isCrowded()) {
      throw new IOException(
          "%d peers do not close connections that this node has ended: stop them"
              .formatted(lingering.size()));
    }
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.configureBlocking(false);
      connect(channel, where);
      requireOwner(channel);
      return add(new Flow(this, channel, user, deadlineNs));
    } catch (IOException | RuntimeException refused) {
      channel.close();
      throw refused;
    }
  }

  private static void connect(SocketChannel channel, Path where) throws IOException {
    if (!Files.exists(where)) {
      throw new IOException(
          "there is no socket %s here: the node has ended, or sees other directories"
              .formatted(where));
    }
    try {
      channel.connect(UnixDomainSocketAddress.of(where));
    } catch (ConnectException nobody) {
      throw new IOException("nobody listens at %s: the node has ended".formatted(where), nobody);
    }
  }

  /** Those that have been ended might still use this node's memory, so none can be forgotten. */
  private boolean isCrowded() {
    return lingering.size() >= Limits.LINGERING;
  }

  private void requireOwner(SocketChannel channel) throws IOException {
    UserPrincipal peer = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
    if (!peer.equals(owner)) {
      throw new IOException(
          "the peer is of user %s, this node of user %s: run both as the same user"
              .formatted(peer.getName(), owner.getName()));
    }
  }

  private Flow add(Flow flow) {
    flows.add(flow);
    ticks.noLaterThan(nowNs);
    return flow;
  }

  /** The flow has something to send: in this poll or the next. */
  void changed(Flow flow) {
    changed.add(flow);
    if (!polling) {
      readiness.hurry();
    }
  }

  /** The flow's socket has something, or room: for the next poll. */
  void ready(Flow flow) {
    ready.add(flow);
  }

  /** This flow waits for its peer's end. */
  void lingering(Flow flow) {
    flows.remove(flow);
    lingering.add(flow);
  }

  void closed(Flow flow) {
    flows.remove(flow);
    lingering.remove(flow);
  }

  @Override
  public void ready(SelectionKey key) {
    acceptable = true;
  }

  /** Does what is ready, looks at the time; {@link #write} is next. Returns how much was done. */
  int poll() {
    polling = true;
    nowNs = clock.getAsLong();
    int work = 0;
    if (acceptable) {
      acceptable = false;
      work += accept();
    }
    while (!ready.isEmpty()) {
      ready.removeFirst().progress();
      work++;
    }
    tick();
    return work;
  }

  /** Sends what was added. Returns for how many flows. */
  int write() {
    int count = changed.size();
    for (int i = 0; i < changed.size(); i++) {
      changed.get(i).write();
    }
    changed.clear();
    polling = false;
    return count;
  }

  private int accept() {
    int accepted = 0;
    try {
      while (accepted < ACCEPTED_AT_ONCE) {
        SocketChannel channel = server.accept();
        if (channel == null) {
          break;
        }
        accepted++;
        accepted(channel);
      }
    } catch (IOException outOfDescriptors) {
      // Whoever it was tries again; those that are connected go on.
    }
    return accepted;
  }

  private void accepted(SocketChannel channel) throws IOException {
    if (isCrowded() || strangers() >= Limits.STRANGERS) {
      channel.close();
      return;
    }
    try {
      channel.configureBlocking(false);
      Flow flow = add(new Flow(this, channel, answering.get(), nowNs + ticks.silenceNs()));
      refuseOthers(flow, channel);
    } catch (IOException gone) {
      channel.close();
    }
  }

  private void refuseOthers(Flow flow, SocketChannel channel) {
    try {
      requireOwner(channel);
    } catch (IOException otherUser) {
      flow.send(FrameType.REFUSED, String.valueOf(otherUser.getMessage()));
      flow.close();
    }
  }

  private int strangers() {
    int strangers = 0;
    for (Flow flow : flows) {
      strangers += flow.isEstablished() ? 0 : 1;
    }
    return strangers;
  }

  /** Whether the last poll looked at the time. */
  boolean hasTicked() {
    return ticked;
  }

  private void tick() {
    ticked = ticks.isDue(nowNs);
    if (!ticked) {
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
    List.copyOf(lingering).forEach(Flow::end);
    ready.clear();
    try {
      server.close();
      Files.deleteIfExists(path);
    } catch (IOException unusable) {
      // There is nothing left to close; the next life of the node removes the path.
    }
    readiness.sweep();
  }
}
