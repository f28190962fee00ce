// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what the promises of the local store are about, for {@link LocalBars} to judge. */
final class Promises {
  /** Before an operation: measured for a promise, and in another way than for the tables. */
  static final String PREFIX = "promise-";

  private final PromisePlan plan;
  private final List<Server> running;
  private final Servers servers;
  private final Path directory;
  private final Progress progress;

  Promises(
      PromisePlan plan, List<Server> running, Servers servers, Path directory, Progress progress) {
    this.plan = plan;
    this.running = running;
    this.servers = servers;
    this.directory = directory;
    this.progress = progress;
  }

  List<Row> measure() {
    Server node = running.getFirst();
    NodeRows nodes = new NodeRows(plan, servers, progress);
    List<Row> rows = new ArrayList<>(nodes.ofStarts());
    rows.add(nodes.ofIdleness(node));
    rows.addAll(new ReaderRows(plan, node, directory, progress).measure());
    rows.addAll(new SpeedRows(plan, running, directory, progress).measure());
    return rows;
  }
}
