// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Parts;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures what all figures need, one part after the other, and keeps each at once. */
final class FiguresRun {
  private final String command;
  private final Progress progress;
  private final Keeper keeper;
  private final Parts parts;
  private final List<Row> rows = new ArrayList<>();
  private final List<Peer> peers = new ArrayList<>();

  /** Takes all that was measured so far. */
  interface Keeper {
    void keep(ResultFile soFar) throws IOException;
  }

  FiguresRun(String command, Progress progress, Keeper keeper) {
    this.command = command;
    this.progress = progress;
    this.keeper = keeper;
    this.parts = new Parts(progress, this::keep);
  }

  /** Only the phases of fetches. */
  ResultFile profile(FigurePlans plans) throws IOException {
    parts.run(
        "where the time goes",
        () -> {
          try (RemoteBench bench = RemoteBench.open(nowhere(), progress)) {
            return bench.measurePhases(plans.remote());
          }
        });
    return result();
  }

  /** What all figures need. */
  ResultFile all(FigurePlans plans) throws IOException {
    parts.run("the local store", () -> local(plans));
    parts.run("fetching from another node", () -> remote(plans));
    parts.run(
        "clusters of several nodes",
        () -> {
          new NodesRun(plans.nodes(), progress).run(parts);
          return List.of();
        });
    return result();
  }

  private List<Row> local(FigurePlans plans) throws IOException {
    try (LocalBench bench = LocalBench.open(nowhere(), progress)) {
      bench.measureFigures(plans.local(), parts);
      peers.addAll(bench.peers());
    }
    return List.of();
  }

  private List<Row> remote(FigurePlans plans) throws IOException {
    try (RemoteBench bench = RemoteBench.open(nowhere(), progress)) {
      bench.measureFigures(plans.remote(), parts.through(FiguresRun::renamed));
      bench
          .peers()
          .forEach(peer -> peers.add(new Peer(name(peer.name()), peer.version(), peer.command())));
    }
    return List.of();
  }

  /** What all is measured for is the file. */
  private static PrintWriter nowhere() {
    return new PrintWriter(Writer.nullWriter());
  }

  private void keep(List<Row> more) throws IOException {
    rows.addAll(more);
    keeper.keep(soFar());
  }

  private ResultFile result() {
    if (rows.isEmpty()) {
      throw new BenchException("nothing could be measured; the lines before say why");
    }
    return soFar();
  }

  private ResultFile soFar() {
    Map<String, String> machine = new LinkedHashMap<>(Machine.description());
    if (!failed().isEmpty()) {
      machine.put("left out, because it failed", String.join("; ", failed()));
    }
    return new ResultFile(command, machine, peers, rows);
  }

  /** The parts that are left out. */
  List<String> failed() {
    return parts.failed();
  }

  /** Redis is measured twice, over a unix socket and over TCP. */
  private static Row renamed(Row row) {
    return row.named(name(row.system()), row.operation());
  }

  private static String name(String system) {
    return system.equals("redis") ? "redis-tcp" : system;
  }
}
