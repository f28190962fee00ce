// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node.cluster;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.Readiness;
import io.tokamak.store.service.StoreServer;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A node's part in its cluster: the manager with all it needs, and the thread that it works in.
 * Other nodes and the clients of the manager can come from the moment {@link Prepared#start}
 * returns until {@link #stop}.
 *
 * <p>Thread-safe.
 */
public final class Cluster {
  private static final Logger LOGGER = System.getLogger(Cluster.class.getName());
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

  private final ClusterPlan plan;
  private final StoreServer store;
  private final List<FabricAddress> addresses;
  private final ManagerDuty duty;
  private final DutyThread thread;
  private volatile boolean stopping;

  /** What was checked before anything starts. */
  public static final class Prepared {
    private final ClusterPlan plan;
    private final StateFiles files;

    private Prepared(ClusterPlan plan, StateFiles files) {
      this.plan = plan;
      this.files = files;
    }

    /**
     * Starts, beside a store that runs.
     *
     * @throws IOException when an address or a socket cannot be listened at
     */
    public Cluster start(StoreServer store) throws IOException {
      Cluster cluster = new Cluster(plan, files, store);
      cluster.thread.start();
      return cluster;
    }
  }

  /** Gives files that outlive the node. */
  @FunctionalInterface
  public interface StateFiles {
    /** A file of all nodes of this user; its directory is there. */
    Path file(String name) throws IOException;
  }

  /**
   * Checks what can be checked before anything starts.
   *
   * @param socket of the store
   * @throws IllegalArgumentException when a name is unknown, or anybody could come in
   */
  public static Prepared prepare(ClusterConfig config, Path socket, StateFiles files) {
    return new Prepared(
        ClusterPlan.of(config, socket, () -> files.file(ClusterSecret.FILE)), files);
  }

  private Cluster(ClusterPlan plan, StateFiles files, StoreServer store) throws IOException {
    this.plan = plan;
    this.store = store;
    Readiness readiness = new Readiness();
    try {
      NodeFabrics.Opened opened = new NodeFabrics(plan, readiness, System::nanoTime).open(store);
      this.addresses = opened.fabrics().stream().map(Fabric::address).toList();
      this.duty = ManagerDuty.begin(plan, files, readiness, opened, store, this::wakeUp);
    } catch (IOException | RuntimeException e) {
      readiness.close();
      throw e;
    }
    this.thread = new DutyThread("tokamak-manager", readiness, duty, this::ended);
  }

  private void wakeUp() {
    thread.wakeUp();
  }

  /** In the manager's thread, when it has ended for whatever reason. */
  private void ended() {
    duty.close();
    if (!stopping && store.isRunning()) {
      LOGGER.log(Level.ERROR, "the node stops, as its manager has ended; the line before says why");
      store.stop();
    }
  }

  /** Where other nodes can reach this one, the best way first. */
  public List<FabricAddress> addresses() {
    return addresses;
  }

  /** Leaves the cluster and stops; returns whether it has ended. Can be repeated. */
  public boolean stop() {
    stopping = true;
    boolean ended = thread.stop(STOP_TIMEOUT);
    if (!ended) {
      LOGGER.log(Level.ERROR, "the manager''s thread did not end within {0}", STOP_TIMEOUT);
    }
    return ended;
  }

  @Override
  public String toString() {
    return "node " + plan.self() + " at " + addresses;
  }
}
