// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clusters of more and more nodes on this machine, each measured by {@code bench cluster}. */
final class NodesRun {
  private static final String CLI = "io.tokamak.cli.Main";
  private static final long PATIENCE_SECONDS = 240;

  private final NodesPlan plan;
  private final Progress progress;

  NodesRun(NodesPlan plan, Progress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * What is measured.
   *
   * @param nodes numbers of nodes
   * @param repetitions how often
   * @param cellMs how long each time, in milliseconds
   */
  record NodesPlan(List<Integer> nodes, int repetitions, long cellMs) {
    /** Copies the list. */
    NodesPlan {
      nodes = List.copyOf(nodes);
    }
  }

  List<Row> run() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (WorkDirectory work = WorkDirectory.create(progress)) {
      for (int nodes : plan.nodes()) {
        progress.say("a cluster of " + nodes + " nodes");
        Path result = work.path().resolve("cluster-" + nodes + ".json");
        measure(nodes, result, work.path().resolve("cluster-" + nodes + ".log"));
        rows.addAll(ResultFile.read(result).rows());
      }
    }
    return rows;
  }

  private void measure(int nodes, Path result, Path log) throws IOException {
    List<String> arguments =
        List.of(
            "bench",
            "cluster",
            "--ranks",
            Integer.toString(nodes),
            "--patterns",
            "one-to-all,n-to-n",
            "--sizes",
            "1M",
            "--in-flight",
            "8",
            "--reps",
            Integer.toString(plan.repetitions()),
            "--duration",
            Long.toString(plan.cellMs()),
            "--memory",
            "256M",
            "--json",
            result.toString());
    ProcessBuilder builder =
        new ProcessBuilder(JvmCommand.ofThisProcess().of(CLI, arguments))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder
        .environment()
        .remove("TOKAMAK_DIRECTORY"); // nodes that are measured are among themselves
    Process process = builder.start();
    try {
      boolean over = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!over || process.exitValue() != 0) {
        throw new BenchException(
            "a cluster of "
                + nodes
                + " nodes could not be measured. It said:\n"
                + Files.readString(log));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } finally {
      process.destroy();
    }
  }
}
