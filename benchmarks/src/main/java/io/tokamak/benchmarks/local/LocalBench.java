// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Parts;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Settling;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.result.Peer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A run of the benchmark: servers and clients in a directory of their own, all gone at the end,
 * however it ends. For one thread.
 */
public final class LocalBench implements AutoCloseable {
  private final WorkDirectory directory;
  private final NodeCommand nodeCommand;
  private final Servers servers;
  private final PrintWriter output;
  private final Progress progress;

  private LocalBench(
      WorkDirectory directory, NodeCommand nodeCommand, PrintWriter output, Progress progress) {
    this.directory = directory;
    this.nodeCommand = nodeCommand;
    this.servers = directory.add(new Servers(directory.path(), nodeCommand));
    this.output = output;
    this.progress = progress;
  }

  /**
   * Prepares a run.
   *
   * @param output for results
   * @param progress for what is going on
   */
  public static LocalBench open(PrintWriter output, Progress progress) throws IOException {
    return open(Servers::nodeOfThisProgram, output, progress);
  }

  /** The same with nodes started in another way. */
  static LocalBench open(NodeCommand nodeCommand, PrintWriter output, Progress progress)
      throws IOException {
    return new LocalBench(WorkDirectory.create(progress), nodeCommand, output, progress);
  }

  /** Compares the systems and prints a table. */
  public List<Row> compare(Plan plan) {
    announce();
    List<Row> rows =
        new Comparison(plan, start(plan.memoryBytes()), directory.path(), progress).run();
    ResultTable.lines(rows).forEach(output::println);
    output.println("load after the run: " + Machine.load());
    output.flush();
    return rows;
  }

  /** Measures what the figures of the local store need, part by part; prints nothing. */
  public void measureFigures(LocalFigurePlan plan, Parts parts) throws IOException {
    Plan comparison = plan.comparison();
    List<Server> running = start(comparison.memoryBytes());
    sayMissing(running);
    parts.run(
        "what measuring takes",
        () -> Emptiness.measure(running.getFirst(), comparison, directory.path()));
    parts.run(
        "local operations",
        () -> new Comparison(comparison, running, directory.path(), progress).run());
    if (plan.promises().isPresent()) {
      parts.run("what the local store promises", () -> promises(plan.promises().get(), running));
    }
    parts.run(
        "numbers of clients: " + plan.clients(),
        () -> new ClientScaling(plan, running, directory.path()).run());
    if (plan.bound() && Binding.isPossible()) {
      parts.run(
          "bound to processors, and not",
          () -> new Binding(plan, directory.path(), nodeCommand).run());
    }
    parts.run(
        "more and more objects in a store",
        () -> new Growth(plan, directory.path(), nodeCommand, progress).run());
  }

  private void sayMissing(List<Server> running) {
    for (SystemName system : SystemName.values()) {
      if (running.stream().noneMatch(server -> server.system() == system)) {
        progress.say(
            "LEFT OUT: all rows of "
                + system.label()
                + ", which is not installed; to compare with it: sudo apt-get install redis-server"
                + " memcached");
      }
    }
  }

  /** Measures what the promises are about; prints nothing of it. */
  public List<Row> measurePromises(long memoryBytes) {
    announce();
    List<Row> rows = promises(PromisePlan.full(), start(memoryBytes));
    output.println("load after the run: " + Machine.load());
    output.flush();
    return rows;
  }

  private List<Row> promises(PromisePlan plan, List<Server> running) {
    return new Promises(plan, running, servers, directory.path(), progress).measure();
  }

  /** What the local store must reach, as far as these rows have it. */
  public static List<Bar> judge(List<Row> rows) {
    return new LocalBars(rows).judge();
  }

  /** What of that these rows do not have, in words. */
  public static List<String> unjudged(List<Row> rows) {
    return LocalBars.missing(rows);
  }

  private void announce() {
    output.println("machine: " + Machine.line());
    output.flush();
  }

  private List<Server> start(long memoryBytes) {
    List<Server> running = new ArrayList<>();
    for (SystemName system : SystemName.values()) {
      Optional<Server> server = servers.startPeer(system, memoryBytes);
      server.ifPresentOrElse(running::add, () -> announceMissing(system));
    }
    progress.say("waiting until the node has all its memory");
    Settling.await(running.getFirst().socket());
    return running;
  }

  private void announceMissing(SystemName system) {
    String rule = "*".repeat(80);
    String name = system.label();
    output.println(rule);
    output.println("* LEFT OUT: all rows of " + name + ", which is not installed.");
    output.println("* To compare with it: sudo apt-get install redis-server memcached");
    output.println(rule);
    output.flush();
  }

  /** What was measured beside, so far. */
  public List<Peer> peers() {
    return servers.peers();
  }

  /** Stops everything. Can be repeated. */
  @Override
  public void close() {
    directory.close();
  }
}
