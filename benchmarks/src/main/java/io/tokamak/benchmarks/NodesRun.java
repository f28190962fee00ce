// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.benchmarks.harness.Parts;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.result.ResultFile;
import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Clusters of more and more nodes on this machine, each measured by {@code bench cluster}. */
final class NodesRun {
  private static final String CLI = "io.tokamak.cli.Main";
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final int OVERDUE = -1;

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

  /** Each number of nodes is a part. */
  void run(Parts parts) throws IOException {
    try (WorkDirectory work = WorkDirectory.create(progress)) {
      for (int nodes : plan.nodes()) {
        Path result = work.path().resolve("cluster-" + nodes + ".json");
        parts.run(
            "a cluster of " + nodes + " nodes",
            () -> {
              measure(nodes, work, result);
              return ResultFile.read(result).rows();
            });
      }
    }
  }

  /** In a process that ends with this one. */
  private void measure(int nodes, WorkDirectory work, Path result) {
    Path log = work.path().resolve("cluster-" + nodes + ".log");
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
    String name = "a cluster of " + nodes + " nodes";
    List<String> command = JvmCommand.ofThisProcess().of(CLI, arguments);
    ChildProcess process = work.add(ChildProcess.start(name, command, log));
    try {
      if (process.await(PATIENCE).orElse(OVERDUE) != 0) {
        throw new BenchException(name + " could not be measured. It said:\n" + process.lastWords());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }
}
