// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
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
final class NodeRows {
  /** From the start of a node to the first put that it took. */
  static final String START = Promises.PREFIX + "start";

  /** A second of an idle node: the time is what it had of a processor. */
  static final String IDLE = Promises.PREFIX + "idle-second";

  /** Beside {@link #START}. */
  static final String RESIDENT_MIB = "resident_mib";

  private static final long MEMORY_BYTES = 1L << 30;
  private static final long SETTLE_NS = 3_000_000_000L;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double SECONDS = 1e9;
  private static final double MICROS = 1e6;
  private static final byte[] VALUE = new byte[1024];

  private final PromisePlan plan;
  private final Servers servers;
  private final Progress progress;

  NodeRows(PromisePlan plan, Servers servers, Progress progress) {
    this.plan = plan;
    this.servers = servers;
    this.progress = progress;
  }

  List<Row> ofStarts() {
    progress.say("starting nodes with " + Units.size(MEMORY_BYTES));
    warmUp();
    List<Row> rows = new ArrayList<>();
    for (int repetition = 1; repetition <= plan.starts(); repetition++) {
      rows.add(start(repetition));
    }
    return rows;
  }

  private Row start(int repetition) {
    long beforeNs = System.nanoTime();
    try (Server node = servers.startNode(MEMORY_BYTES)) {
      putFirst(node.socket());
      double micros = (System.nanoTime() - beforeNs) / NANOS_PER_MICRO;
      LockSupport.parkNanos(SETTLE_NS);
      double resident = new NodeFigures(node.pid()).privateMib();
      return row(START, repetition, micros).with(RESIDENT_MIB, resident);
    }
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
  Row ofIdleness(Server node) {
    progress.say("watching an idle node");
    try (ObjectStoreClient client = Tokamak.connect(node.socket())) {
      client.put(ObjectId.random(), VALUE);
      LockSupport.parkNanos(SETTLE_NS);
      NodeFigures figures = new NodeFigures(node.pid());
      double before = figures.processorSeconds();
      long beforeNs = System.nanoTime();
      LockSupport.parkNanos(plan.watchNs());
      double used = figures.processorSeconds() - before;
      double share = used * SECONDS / (System.nanoTime() - beforeNs);
      return row(IDLE, 1, share * MICROS).with("watched_s", plan.watchNs() / SECONDS);
    } catch (DisconnectedException e) {
      throw new BenchException("the node is gone", e);
    }
  }

  private static Row row(String operation, int repetition, double micros) {
    return new Row("tokamak", operation, VALUE.length, 1, 1, 1, repetition, micros, micros, 0);
  }
}
