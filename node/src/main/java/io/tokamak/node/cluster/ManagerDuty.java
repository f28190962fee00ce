// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.directory.Directory;
import io.tokamak.directory.embedded.DirectorySettings;
import io.tokamak.directory.embedded.EmbeddedDirectory;
import io.tokamak.directory.redis.RedisDirectory;
import io.tokamak.directory.redis.RedisSettings;
import io.tokamak.directory.redis.RedisUrl;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.Readiness;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.fabric.tcp.TcpFabric;
import io.tokamak.node.bridge.StoreBridge;
import io.tokamak.node.manager.ClientService;
import io.tokamak.store.service.StoreServer;
import io.tokamak.transfer.manager.Manager;
import io.tokamak.wire.SocketPaths;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;

/**
 * All that the manager's thread owns, and what it does in a turn: looks which channels are ready,
 * serves the clients, lets the manager do what it can.
 */
final class ManagerDuty implements Duty {
  private static final Logger LOGGER = System.getLogger(ManagerDuty.class.getName());
  private static final long PAUSE_ALONE_NS = 250_000_000;
  private static final long CONNECT_NS = 2_000_000_000;
  private static final long MICROS = 1_000_000;

  private final StoreServer store;
  private final Readiness readiness;
  private final StoreBridge bridge;
  private final Peers peers;
  private final Manager manager;
  private final ClientService clients;
  private final boolean hosting;
  private final ArrayDeque<AutoCloseable> parts;
  private boolean watching;

  private ManagerDuty(
      StoreServer store,
      Readiness readiness,
      StoreBridge bridge,
      Peers peers,
      Manager manager,
      ClientService clients,
      boolean hosting,
      ArrayDeque<AutoCloseable> parts) {
    this.store = store;
    this.readiness = readiness;
    this.bridge = bridge;
    this.peers = peers;
    this.manager = manager;
    this.clients = clients;
    this.hosting = hosting;
    this.parts = parts;
  }

  /**
   * Puts everything together and joins the cluster.
   *
   * @param opened the fabrics; closed with the rest
   * @param wakeUp called by the store's thread when it has news
   * @throws IOException when the manager's socket cannot be listened at; then all is closed
   */
  static ManagerDuty begin(
      ClusterPlan plan,
      Cluster.StateFiles files,
      Readiness readiness,
      NodeFabrics.Opened opened,
      StoreServer store,
      Runnable wakeUp)
      throws IOException {
    ArrayDeque<AutoCloseable> parts = new ArrayDeque<>();
    parts.push(readiness);
    List<Fabric> fabrics = opened.fabrics();
    fabrics.forEach(parts::push);
    try {
      Switchboard switchboard = new Switchboard();
      Peers peers = new Peers(fabrics, switchboard, Backoff.usual(), CONNECT_NS);
      StoreBridge bridge = new StoreBridge(store, wakeUp);
      parts.push(bridge);
      parts.push(() -> peers.poll(System.nanoTime()));
      Manager manager =
          new Manager(
              plan.config().transfers(),
              name(plan, fabrics),
              store.status().capacityBytes(),
              bridge,
              directory(plan, switchboard, peers, readiness, store),
              peers,
              switchboard,
              plan.self(),
              System::nanoTime,
              ManagerDuty::epochMicros);
      parts.push(manager);
      CostFile costs = new CostFile(files);
      costs.load().ifPresent(manager::install);
      manager.whenCalibrated(costs::save);
      ClientService clients =
          ClientService.open(
              SocketPaths.manager(store.socket()),
              readiness,
              manager,
              opened.ways(),
              System.nanoTime());
      parts.push(clients);
      manager.start();
      boolean hosting = plan.config().directory() instanceof DirectoryChoice.Own;
      return new ManagerDuty(store, readiness, bridge, peers, manager, clients, hosting, parts);
    } catch (IOException | RuntimeException e) {
      closeAll(parts);
      throw e;
    }
  }

  private static Directory directory(
      ClusterPlan plan,
      Switchboard switchboard,
      Peers peers,
      Readiness readiness,
      StoreServer store) {
    return switch (plan.config().directory()) {
      case DirectoryChoice.Own(), DirectoryChoice.Joined(String _) ->
          new EmbeddedDirectory(
              switchboard, peers, plan.joinAt(), DirectorySettings.usual(), System::nanoTime);
      case DirectoryChoice.Redis(RedisUrl url) ->
          new RedisDirectory(url, redisSettings(store), readiness::wakeUp);
    };
  }

  /** All that the store can hold has to find room, or announcing it never ends. */
  private static RedisSettings redisSettings(StoreServer store) {
    RedisSettings usual = RedisSettings.usual();
    return usual.withQueued(Math.max(usual.queued(), 2 * store.segment().geometry().entryCount()));
  }

  private static String name(ClusterPlan plan, List<Fabric> fabrics) {
    String port =
        fabrics.stream()
            .filter(fabric -> fabric.name().equals(TcpFabric.NAME))
            .map(fabric -> fabric.address().location().replaceFirst(".*:", ":"))
            .findFirst()
            .orElse("");
    return plan.config().name().isEmpty() ? NodeIdentity.hostName() + port : plan.config().name();
  }

  private static long epochMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * MICROS + now.getNano() / 1000;
  }

  @Override
  public int turn(long nowNs) {
    int work = readiness.poll(nowNs) + clients.poll(nowNs) + manager.step(nowNs);
    if (!watching && (work > 0 || manager.nodes().size() > 1)) {
      watchIfNeeded();
    }
    return work;
  }

  /** As long as a node is alone and nobody asks its manager, its store owes it no news. */
  private void watchIfNeeded() {
    if (manager.nodes().size() > 1 || clients.hasClients()) {
      watching = true;
      bridge.watch();
    }
  }

  @Override
  public boolean isCalled() {
    return bridge.hasNews();
  }

  @Override
  public boolean isOver() {
    return !store.isRunning();
  }

  @Override
  public long nextDeadlineNs(long nowNs) {
    if (isAlone()) {
      return nowNs + PAUSE_ALONE_NS;
    }
    return Math.min(manager.nextDeadlineNs(nowNs), clients.nextDeadlineNs(nowNs));
  }

  /** Nobody is there, and nobody is waited for: whoever comes is heard by a channel. */
  private boolean isAlone() {
    return hosting && peers.size() == 0 && !clients.hasClients() && !watching;
  }

  /** Leaves the cluster, says goodbye, and gives everything back. In the manager's thread. */
  void close() {
    closeAll(parts);
  }

  private static void closeAll(ArrayDeque<AutoCloseable> parts) {
    while (!parts.isEmpty()) {
      close(parts.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      LOGGER.log(Level.WARNING, "something of the manager could not be closed: " + e, e);
    }
  }
}
