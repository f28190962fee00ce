// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Parts;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.remote.contender.Contender;
import io.tokamak.benchmarks.remote.contender.MemoryCopy;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.wire.error.TokamakException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run of the benchmark of fetching. For one thread. */
public final class RemoteBench implements AutoCloseable {
  private static final long CALIBRATION_WARM_UPS = 30;
  private static final long LEAST_CALIBRATION_NS = 60_000_000_000L;
  private static final long MOST_CALIBRATION_NS = 3 * LEAST_CALIBRATION_NS;
  private static final long SMALL_NODE_BYTES = 64L << 20;

  /** The thesis' two-sided and one-sided protocols, and the one that is chosen. */
  private static final List<String> PROFILED = List.of("eager", "rendezvous", "");

  private static final List<Way> USUAL =
      Way.all(List.of("tcp", "shm"), List.of(Way.WHOLE_STORE), List.of());
  private static final int NEWCOMERS = 3;

  /** Than a way to fetch: a pair of nodes has everything to compile. */
  private static final int LONGER = 10;

  private static final int WARM_UP_BYTES = 1 << 10;
  private static final int WARM_UP_OBJECTS = 1_000;
  private static final String MISSING =
      "LEFT OUT: all rows of redis, which is not installed; to compare with it: sudo apt-get"
          + " install redis-server";

  private final WorkDirectory directory;
  private final PrintWriter output;
  private final Progress progress;
  private final List<Peer> peers = new ArrayList<>();
  private final List<Row> calibrated = new ArrayList<>();

  private RemoteBench(WorkDirectory directory, PrintWriter output, Progress progress) {
    this.directory = directory;
    this.output = output;
    this.progress = progress;
  }

  /** What was measured. */
  public static final class Result {
    private final RemoteRows measured;

    Result(RemoteRows measured) {
      this.measured = measured;
    }

    /** All of it. */
    public List<Row> rows() {
      return measured.all();
    }

    /** Prints what must be reached; true when all of it is. */
    public boolean judge(PrintWriter output) {
      List<Bar> bars = new RemoteBars(measured).judge();
      bars.forEach(bar -> output.println(bar.line()));
      output.flush();
      return bars.stream().allMatch(Bar::met);
    }
  }

  /**
   * Prepares a run.
   *
   * @param output for results
   * @param progress for what is going on
   */
  public static RemoteBench open(PrintWriter output, Progress progress) throws IOException {
    return new RemoteBench(WorkDirectory.create(progress), output, progress);
  }

  /**
   * Measures each way, and prints tables.
   *
   * @param many whether many at once are measured too
   */
  public Result measure(RemotePlan plan, boolean many, List<Way> ways) throws IOException {
    say("machine: " + Machine.line());
    List<Row> all =
        new ArrayList<>(new Contest(plan, many, contenders(plan, ways), progress).run().all());
    all.addAll(calibrated);
    new RemoteTable(new RemoteRows(all)).lines().forEach(output::println);
    say("load after the run: " + Machine.load());
    all.addAll(newcomers(ways));
    return new Result(new RemoteRows(all));
  }

  /** Network cards are slow to connect: what that costs, and what comes later. */
  private List<Row> newcomers(List<Way> ways) throws IOException {
    Surroundings small = new Surroundings(directory, SMALL_NODE_BYTES);
    List<Row> rows = new ArrayList<>();
    for (Way way : ways) {
      if (way.mayBeRdma()) {
        rows.addAll(newcomers(small, way));
      }
    }
    return rows;
  }

  /** What has been measured by now is not lost with them. */
  private List<Row> newcomers(Surroundings small, Way way) throws IOException {
    progress.say("first and later fetches of new nodes over " + way.label());
    try {
      List<Row> rows = new Newcomers(small, NEWCOMERS).run(way);
      Newcomers.lines(rows).forEach(output::println);
      return rows;
    } catch (BenchException failed) {
      say("not measured: " + failed.getMessage());
      return List.of();
    }
  }

  /** What was measured beside, so far. */
  public List<Peer> peers() {
    return List.copyOf(peers);
  }

  /** Measures what the figures of fetching need, part by part; prints nothing. */
  public void measureFigures(RemoteFigurePlan plan, Parts parts) throws IOException {
    RemotePlan comparison = plan.comparison();
    Surroundings surroundings = new Surroundings(directory, comparison.memoryBytes());
    List<NodePair> pairs = new ArrayList<>();
    List<Way> ways = ways();
    List<Contender> contenders =
        contenders(surroundings, ways, pairs, plan.warmUpNs()).stream()
            .filter(contender -> plan.complete() || isShown(contender))
            .toList();
    if (peers.isEmpty()) {
      progress.say(MISSING);
    }
    parts.run("the costs by which the nodes choose", () -> List.copyOf(calibrated));
    List<Contender> usual = contenders.stream().filter(RemoteBench::isUsual).toList();
    List<Contender> ours =
        usual.stream().filter(each -> each.system().startsWith("tokamak")).toList();
    parts.run(
        "fetches one at a time",
        () -> new Contest(comparison, plan.complete(), contenders, progress).run().all());
    parts.run("more and more objects at once", () -> new InFlight(plan, usual).run());
    parts.run("fetches that begin by the clock", () -> new Loads(plan, ours).run());
    parts.run("where the time goes", () -> phases(comparison, pairs));
    Surroundings small = new Surroundings(directory, SMALL_NODE_BYTES);
    for (Way way : ways) {
      parts.run(
          "first and later fetches of new nodes over " + way.label(),
          () -> new Newcomers(small, plan.newcomers()).run(way));
    }
  }

  /** What fetching must reach, as far as these rows have it. */
  public static List<Bar> judge(List<Row> rows) {
    return new RemoteBars(new RemoteRows(rows)).judge();
  }

  /** Measures only where the time goes; prints nothing. */
  public List<Row> measurePhases(RemoteFigurePlan plan) throws IOException {
    Surroundings surroundings = new Surroundings(directory, plan.comparison().memoryBytes());
    List<NodePair> pairs = new ArrayList<>();
    for (Way way : ways()) {
      pairs.add(pair(surroundings, way, plan.warmUpNs()));
    }
    phases(plan.comparison(), pairs); // warms up
    return phases(plan.comparison(), pairs);
  }

  private static List<Way> ways() {
    List<Way> ways = new ArrayList<>(USUAL);
    if (Machine.hasRdma()) {
      ways.add(new Way("ucx", Way.WHOLE_STORE, List.of()));
    }
    return ways;
  }

  /** Figures do not show what is told where objects are. */
  private static boolean isShown(Contender contender) {
    return !contender.operation().equals("fetch-located");
  }

  /** What a user would use: neither a pinned protocol nor told where objects are. */
  private static boolean isUsual(Contender contender) {
    String system = contender.system();
    boolean ours = system.endsWith("-chosen") && contender.operation().equals("fetch");
    return ours || system.equals("redis") || system.equals("raw-socket");
  }

  private static List<Row> phases(RemotePlan plan, List<NodePair> pairs) {
    List<Row> rows = new ArrayList<>();
    for (int size : plan.sizesBytes()) {
      for (int repetition = 1; repetition <= plan.repetitions(); repetition++) {
        for (NodePair pair : pairs) {
          for (String protocol : PROFILED) {
            rows.add(new Phases(pair, protocol).measure(size, plan.cellNs(), repetition));
          }
        }
      }
    }
    return rows;
  }

  private List<Contender> contenders(RemotePlan plan, List<Way> ways) throws IOException {
    Surroundings surroundings = new Surroundings(directory, plan.memoryBytes());
    return contenders(surroundings, ways, new ArrayList<>(), LONGER * plan.warmUpNs());
  }

  private List<Contender> contenders(
      Surroundings surroundings, List<Way> ways, List<NodePair> pairs, long warmUpNs)
      throws IOException {
    progress.say("starting nodes and servers");
    List<Contender> all = new ArrayList<>();
    all.add(surroundings.rawSocket());
    all.add(directory.add(new MemoryCopy()));
    surroundings.redis().ifPresentOrElse(all::add, this::announceMissing);
    peers.addAll(surroundings.peers());
    for (Way way : ways) {
      pairs.add(pair(surroundings, way, warmUpNs));
    }
    pairs.forEach(pair -> all.addAll(Fetching.all(pair)));
    return all;
  }

  /** Warm before it measures the costs by which it chooses. */
  private NodePair pair(Surroundings surroundings, Way way, long warmUpNs) throws IOException {
    NodePair pair = surroundings.pair(way);
    progress.say("warming up the nodes that use " + way.label());
    warmUp(Fetching.chosen(pair), warmUpNs);
    progress.say("calibrating the nodes that use " + way.label());
    calibrate(pair, Duration.ofNanos(calibrationNs(warmUpNs)));
    return pair;
  }

  /** Nodes that are too slow for it choose by the costs they come with. */
  private void calibrate(NodePair pair, Duration timeout) {
    try {
      Calibration calibration = pair.calibrate(timeout);
      calibration.lines().forEach(output::println);
      calibrated.addAll(calibration.rows());
    } catch (TokamakException failed) {
      say(pair.label() + " chooses by built-in costs: " + failed.getMessage());
    }
  }

  /** At most; slow machines have measured small objects by then. */
  private static long calibrationNs(long warmUpNs) {
    return Math.clamp(CALIBRATION_WARM_UPS * warmUpNs, LEAST_CALIBRATION_NS, MOST_CALIBRATION_NS);
  }

  /** Until what all ways of fetching have in common is compiled. */
  private static void warmUp(Contender contender, long wholeNs) throws IOException {
    contender.load(WARM_UP_BYTES, WARM_UP_OBJECTS);
    Cell cell = new Cell(contender, WARM_UP_BYTES, wholeNs / 2, 0);
    cell.many(WARM_UP_OBJECTS);
    cell.single(WARM_UP_OBJECTS);
  }

  private void announceMissing() {
    String rule = "*".repeat(80);
    say(rule);
    say("* LEFT OUT: all rows of redis, which is not installed.");
    say("* To compare with it: sudo apt-get install redis-server");
    say(rule);
  }

  private void say(String line) {
    output.println(line);
    output.flush();
  }

  /** Stops everything. Can be repeated. */
  @Override
  public void close() {
    directory.close();
  }
}
