// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.local.LocalBench;
import io.tokamak.benchmarks.remote.RemoteBench;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Measures what all figures need, one part after the other. */
final class FiguresRun {
  private final Progress progress;
  private final List<Row> rows = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();

  FiguresRun(Progress progress) {
    this.progress = progress;
  }

  /** Only the phases of fetches. */
  ResultFile profile(String command, FigurePlans plans) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    try (RemoteBench bench = RemoteBench.open(nowhere, progress)) {
      rows.addAll(bench.measurePhases(plans.remote()));
    }
    return new ResultFile(command, Machine.description(), peers, rows);
  }

  /** What all figures need. */
  ResultFile all(String command, FigurePlans plans) throws IOException {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    try (LocalBench bench = LocalBench.open(nowhere, progress)) {
      rows.addAll(bench.measureFigures(plans.local()));
      peers.addAll(bench.peers());
    }
    try (RemoteBench bench = RemoteBench.open(nowhere, progress)) {
      bench.measureFigures(plans.remote()).forEach(row -> rows.add(renamed(row)));
      bench
          .peers()
          .forEach(peer -> peers.add(new Peer(name(peer.name()), peer.version(), peer.command())));
    }
    rows.addAll(new NodesRun(plans.nodes(), progress).run());
    return new ResultFile(command, Machine.description(), peers, rows);
  }

  /** Redis is measured twice, over a unix socket and over TCP. */
  private static Row renamed(Row row) {
    return row.named(name(row.system()), row.operation());
  }

  private static String name(String system) {
    return system.equals("redis") ? "redis-tcp" : system;
  }
}
