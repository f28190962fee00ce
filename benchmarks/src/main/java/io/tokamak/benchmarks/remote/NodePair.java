// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Settling;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectCopy;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two nodes, with a client at each: objects are put at the far one and fetched to the near one.
 * Contenders share it, and the objects. For one thread.
 */
final class NodePair implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long RETRY_NS = 5_000_000;

  private final Way way;
  private final ObjectStoreClient near;
  private final ObjectStoreClient far;
  private List<ObjectId> ids = List.of();
  private List<ObjectCopy> copies = List.of();
  private int sizeBytes;

  private NodePair(Way way, ObjectStoreClient near, ObjectStoreClient far) {
    this.way = way;
    this.near = near;
    this.far = far;
  }

  /** Connects to both nodes, waiting until they serve, have their memory and reach each other. */
  static NodePair connect(Way way, RunningNode near, RunningNode far) {
    ObjectStoreClient ofFar = far.connect(); // the near one waits for it
    NodePair pair = new NodePair(way, near.connect(), ofFar);
    Settling.await(near.socket());
    Settling.await(far.socket());
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!pair.isReady()) {
      near.check();
      far.check();
      if (System.nanoTime() - deadlineNs > 0) {
        throw new BenchException(
            "the nodes do not reach each other over " + way.fabric() + ": " + pair.nodes());
      }
      LockSupport.parkNanos(RETRY_NS);
    }
    return pair;
  }

  /** The nodes reach each other over the fabric that is to be measured. */
  private boolean isReady() {
    return nodes().stream().anyMatch(node -> node.fabric().equals(way.fabric()));
  }

  private List<NodeView> nodes() {
    return near.cluster().nodes();
  }

  /**
   * Whether one-sided protocols are what it is about, so that nothing else may be in their times.
   */
  boolean mayBeRdma() {
    return way.mayBeRdma();
  }

  /** What tables call the way between them. */
  String label() {
    return way.label();
  }

  ObjectStoreClient near() {
    return near;
  }

  List<ObjectId> ids() {
    return ids;
  }

  /** Where the objects are, as the directory says. */
  List<ObjectCopy> copies() {
    return copies;
  }

  /** Has the near node measure the protocols against the far one; returns what it found. */
  Calibration calibrate(Duration timeout) {
    try {
      NodeView peer = nodes().stream().filter(node -> !node.self()).findFirst().orElseThrow();
      return new Calibration(
          way.label(),
          near.cluster().calibrate(peer.id(), timeout).stream()
              .filter(cost -> cost.fabric().equals(way.fabric()))
              .toList());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Puts objects at the far node, unless those of this size are there. */
  void load(int newSizeBytes, int objects) {
    if (newSizeBytes == sizeBytes && objects == ids.size()) {
      return;
    }
    try {
      near.delete(ids);
      far.delete(ids);
      sizeBytes = newSizeBytes;
      ids = IntStream.range(0, objects).mapToObj(i -> ObjectId.random()).toList();
      byte[] value = new byte[sizeBytes];
      for (int i = 0; i < objects; i++) {
        value[0] = (byte) i;
        far.put(ids.get(i), value);
      }
      far.cluster().awaitPublished(PATIENCE);
      copies = near.cluster().locations(ids).stream().map(this::only).toList();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private ObjectCopy only(@Nullable List<ObjectCopy> found) {
    if (found == null || found.size() != 1) {
      throw new BenchException("an object of the far node is known at other places: " + found);
    }
    return found.getFirst();
  }

  static BenchException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new BenchException("interrupted", cause);
  }

  @Override
  public void close() {
    near.close();
    far.close();
  }
}
