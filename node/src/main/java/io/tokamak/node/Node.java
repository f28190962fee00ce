// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.MemoryException;
import io.tokamak.node.NodeStartException.Reason;
import io.tokamak.node.cluster.Cluster;
import io.tokamak.store.StoreSettings;
import io.tokamak.store.service.SegmentPlace;
import io.tokamak.store.service.StoreConfig;
import io.tokamak.store.service.StoreServer;
import io.tokamak.store.service.StoreStartException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A node in this process: a store, and a manager that moves objects between stores. Clients and
 * other nodes can connect from the moment {@link #start} returns until {@link #stop}.
 *
 * <p>Thread-safe.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Node.class.getName());

  private final NodeConfig config;
  private final StoreServer store;
  private final Cluster cluster;

  private Node(NodeConfig config, StoreServer store, Cluster cluster) {
    this.config = config;
    this.store = store;
    this.cluster = cluster;
  }

  /**
   * Starts a node. Its memory is reserved in the background; clients need not wait for that.
   *
   * @throws NodeStartException when it cannot run here, or not so
   */
  public static Node start(NodeConfig config) {
    try {
      Node node = startAll(config);
      LOGGER.log(Level.INFO, "{0} started with {1}", node, config);
      return node;
    } catch (StoreStartException e) {
      throw e.ownerPid().isPresent()
          ? new NodeStartException(message(e), e.ownerPid().getAsLong(), e)
          : new NodeStartException(Reason.MACHINE, message(e), e);
    } catch (InsufficientMemoryException e) {
      throw new NodeStartException(Reason.MEMORY, message(e), e);
    } catch (MemoryException e) {
      throw new NodeStartException(Reason.MACHINE, message(e), e);
    } catch (IllegalArgumentException e) {
      throw new NodeStartException(Reason.INVALID, message(e), e);
    }
  }

  private static Node startAll(NodeConfig config) {
    Cluster.Prepared prepared =
        Cluster.prepare(
            config.cluster(), config.socket(), name -> StateDirectory.ofThisUser().shared(name));
    NumaBinding.apply(config);
    StoreServer store = StoreServer.start(storeConfig(config));
    try {
      return new Node(config, store, prepared.start(store));
    } catch (IOException e) {
      store.stop();
      throw new NodeStartException(Reason.MACHINE, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException e) {
      store.stop();
      throw e;
    }
  }

  private static String message(RuntimeException e) {
    return String.valueOf(e.getMessage());
  }

  private static StoreConfig storeConfig(NodeConfig config) {
    StoreConfig store =
        StoreConfig.of(config.socket(), config.memoryBytes())
            .withPlace(place(config.place()))
            .withSettings(settings(config.limits()))
            .withOtherUsers(config.allowOtherUsers())
            .withLockedMemory(config.lockMemory());
    return config.objects().isPresent()
        ? store.withObjectCount(config.objects().getAsInt())
        : store;
  }

  private static SegmentPlace place(NodeConfig.MemoryPlace place) {
    return switch (place) {
      case NodeConfig.MemoryPlace.SharedMemory() -> new SegmentPlace.SharedMemory();
      case NodeConfig.MemoryPlace.Directory(Path path) -> new SegmentPlace.Directory(path);
      case NodeConfig.MemoryPlace.Anonymous() -> new SegmentPlace.Anonymous();
    };
  }

  private static StoreSettings settings(NodeConfig.Limits limits) {
    return new StoreSettings(limits.evictionPercent(), limits.createDeadlineMs());
  }

  /** Where clients connect: an absolute path. */
  public Path socket() {
    return store.socket();
  }

  /** The file that holds the objects; empty when it has no path. */
  public Optional<Path> segmentPath() {
    return store.segmentPath();
  }

  /** Usable bytes for objects. */
  public long capacityBytes() {
    return config.memoryBytes();
  }

  /** Where other nodes can reach it over a fabric, such as {@code tcp}; empty without it. */
  public Optional<String> address(String fabric) {
    return cluster.addresses().stream()
        .filter(address -> address.fabric().equals(fabric))
        .map(FabricAddress::location)
        .findFirst();
  }

  /** Whether it serves. */
  public boolean isRunning() {
    return store.isRunning();
  }

  /** Waits until the node has ended, at most so long; returns whether it has. */
  public boolean join(Duration timeout) throws InterruptedException {
    return store.join(timeout);
  }

  /**
   * Stops: the node leaves its cluster, clients see the end of their connections, then sockets,
   * memory and locks are removed. Takes less than 5 s, as a rule a few milliseconds. Can be
   * repeated.
   *
   * @return whether it has ended
   */
  public boolean stop() {
    long startNs = System.nanoTime();
    boolean left = cluster.stop();
    store.stop();
    boolean ended = left && !store.isRunning();
    String took = Duration.ofNanos(System.nanoTime() - startNs).toMillis() + " ms";
    String how = ended ? "stopped in " + took : "did not stop in time, waited " + took;
    LOGGER.log(Level.INFO, "{0} {1}", this, how);
    return ended;
  }

  /** The same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  @Override
  public String toString() {
    return "node on " + socket();
  }
}
