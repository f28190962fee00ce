// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How a node starts, what memory it takes, and what it does when nobody wants anything. */
final class NodeBars {
  private static final int STARTS = 5;
  private static final long MEMORY_BYTES = 1L << 30;
  private static final int MOST_MIB = 120;
  private static final long IDLE_NS = 20_000_000_000L;
  private static final long SETTLE_NS = 3_000_000_000L;
  private static final byte[] VALUE = new byte[1024];

  private final Servers servers;
  private final Progress progress;

  NodeBars(Servers servers, Progress progress) {
    this.servers = servers;
    this.progress = progress;
  }

  List<Bar> ofStartAndMemory() {
    progress.say("starting nodes with " + Units.size(MEMORY_BYTES));
    warmUp();
    List<Double> seconds = new ArrayList<>();
    List<Double> mib = new ArrayList<>();
    for (int i = 0; i < STARTS; i++) {
      long before = System.nanoTime();
      try (Server node = servers.startNode(MEMORY_BYTES)) {
        putFirst(node.socket());
        seconds.add((System.nanoTime() - before) / 1e9);
        LockSupport.parkNanos(SETTLE_NS);
        mib.add(new NodeFigures(node.pid()).privateMib());
      }
    }
    return List.of(
        Bar.atMost(
            "node with 1 GiB: start to first accepted put",
            1,
            Medians.median(seconds),
            " s",
            range(seconds) + " s"),
        Bar.atMost(
            "node with 1 GiB: resident beyond the segment",
            MOST_MIB,
            Medians.median(mib),
            " MiB",
            range(mib) + " MiB"));
  }

  private static String range(List<Double> values) {
    double[] sorted = Medians.sorted(values.stream().mapToDouble(Double::doubleValue));
    return Units.significant(sorted[0]) + " to " + Units.significant(sorted[sorted.length - 1]);
  }

  /** The first client of this process loads classes, which is not the node's doing. */
  private void warmUp() {
    try (Server node = servers.startNode(MEMORY_BYTES)) {
      putFirst(node.socket());
    }
  }

  private static void putFirst(Path socket) {
    try (ObjectStoreClient client = Tokamak.connect(socket)) {
      client.put(ObjectId.random(), VALUE);
    }
  }

  /** With a client that is connected and silent. */
  Bar ofIdleness(Server node) {
    progress.say("watching an idle node");
    try (ObjectStoreClient client = Tokamak.connect(node.socket())) {
      client.put(ObjectId.random(), VALUE);
      LockSupport.parkNanos(SETTLE_NS);
      NodeFigures figures = new NodeFigures(node.pid());
      double before = figures.processorSeconds();
      long beforeNs = System.nanoTime();
      LockSupport.parkNanos(IDLE_NS);
      double used = figures.processorSeconds() - before;
      double percent = used / ((System.nanoTime() - beforeNs) / 1e9) * 100;
      return Bar.atMost("idle node: share of a core", 1, percent, " %", used + " s of processor");
    } catch (DisconnectedException e) {
      throw new BenchException("the node is gone", e);
    }
  }
}
