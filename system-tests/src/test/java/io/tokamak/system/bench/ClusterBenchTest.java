// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import io.tokamak.system.process.ChildProcess;
import io.tokamak.system.process.Soon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tokamak bench cluster}: ranks of its own, under mpirun, and in networks of their own. */
final class ClusterBenchTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<String> BENCH = List.of("bench", "cluster", "--memory", "128m");
  private static final List<String> SMALL =
      List.of("--sizes", "1m", "--in-flight", "1,4", "--duration", "1", "--reps", "1");

  private static final List<String> ENDLESS = List.of("--sizes", "1k", "--duration", "600000");

  @TempDir private Path directory;

  private static ChildProcess start(List<String> wrapper, List<String> options) {
    List<String> arguments = new ArrayList<>(BENCH);
    arguments.addAll(options);
    return ChildProcess.start(wrapper, Main.class, arguments);
  }

  /** Ranks that warm up until something ends them. */
  private static ChildProcess startEndless(int ranks) {
    List<String> options =
        Stream.concat(ENDLESS.stream(), Stream.of("--ranks", String.valueOf(ranks))).toList();
    ChildProcess bench = start(List.of(), options);
    bench.await("1 KiB, warming up", PATIENCE);
    return bench;
  }

  private static List<String> small(String... options) {
    return Stream.concat(SMALL.stream(), Stream.of(options)).toList();
  }

  /** Once in words and once as numbers: each pattern, at each size, with each number in flight. */
  private void assertMeasured(String log, Path json, int ranks, String system) throws IOException {
    assertThat(log)
        .contains("all-pairs, " + ranks + " ranks")
        .contains("one-to-all, " + ranks + " ranks")
        .contains("all-to-one, " + ranks + " ranks")
        .contains("n-to-n, " + ranks + " ranks")
        .contains("s of a call of the row's rank from the column's"); // no µ where LANG is C
    String text = Files.readString(json);
    assertThat(text).contains("\"rank " + (ranks - 1) + "\"");
    int pairs = 2 * ranks * (ranks - 1);
    assertThat(text.lines().filter(line -> line.contains("\"op\": \"all-pairs\""))).hasSize(pairs);
    assertThat(text.lines().filter(line -> line.contains("\"op\": \"n-to-n-each\"")))
        .hasSize(2 * ranks)
        .allMatch(line -> line.contains("\"system\": \"" + system + "\""));
  }

  private void assertNothingLeft(List<ProcessHandle> processes) {
    for (ProcessHandle process : processes) {
      Soon.await("end of process " + process.pid(), PATIENCE).until(() -> !process.isAlive());
    }
  }

  private static List<ProcessHandle> descendants(ChildProcess parent) {
    return ProcessHandle.of(parent.pid()).orElseThrow().descendants().toList();
  }

  @Test
  void shouldMeasureWithRanksOfItsOwn() throws IOException {
    Path json = directory.resolve("rows.json");
    try (ChildProcess bench = start(List.of(), small("--ranks", "3", "--json", json.toString()))) {
      bench.finish(PATIENCE);
      assertMeasured(bench.log(), json, 3, "tokamak-shm");
    }
  }

  @Test
  void shouldMeasureUnderMpirun() throws IOException {
    announceUnless(runs("mpirun", "--version"), "mpirun (needs openmpi-bin)");
    Path json = directory.resolve("rows.json");
    List<String> mpirun =
        List.of("mpirun", "--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-n", "2");
    try (ChildProcess bench = start(mpirun, small("--json", json.toString()))) {
      bench.finish(PATIENCE);
      assertMeasured(bench.log(), json, 2, "tokamak-shm");
    }
  }

  @Test
  void shouldMeasureInNetworksOfTheirOwn() throws IOException {
    announceUnless(
        runs("unshare", "--net", "ip", "link", "add", "hub", "type", "bridge"),
        "networks of their own (need root, iproute2, and a kernel with bridges)");
    Path json = directory.resolve("rows.json");
    List<String> options = small("--ranks", "2", "--namespaces", "--json", json.toString());
    try (ChildProcess bench = start(List.of(), options)) {
      bench.finish(PATIENCE);
      assertMeasured(bench.log(), json, 2, "tokamak-tcp");
      assertThat(bench.log()).contains("10.99.0.1").contains("10.99.0.2");
    }
  }

  private static boolean runs(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notInstalled) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void announceUnless(boolean there, String what) {
    if (!there) {
      String left = "LEFT OUT: bench cluster with " + what;
      System.out.println(left);
      Assumptions.abort(left);
    }
  }

  /** All others say which one it was, and end; so do all nodes. */
  @Test
  void shouldEndWhenARankDies() {
    try (ChildProcess bench = startEndless(3)) {
      List<ProcessHandle> all = descendants(bench);
      rank(1, all).destroyForcibly();
      assertThat(bench.exitCode(PATIENCE)).isEqualTo(1);
      assertThat(bench.log())
          .contains("tokamak bench cluster, rank 0: rank 1 on")
          .contains("tokamak bench cluster, rank 2: rank 1 on")
          .contains("is gone");
      assertNothingLeft(all);
    }
  }

  @Test
  void shouldSayWhoseNodeDied() {
    try (ChildProcess bench = startEndless(2)) {
      List<ProcessHandle> all = descendants(bench);
      nodeOf(1, all).destroyForcibly();
      assertThat(bench.exitCode(PATIENCE)).isEqualTo(1);
      assertThat(bench.log()).contains("tokamak bench cluster, rank 0: rank 1 on");
      assertNothingLeft(all);
    }
  }

  @Test
  void shouldLeaveNothingWhenItIsKilled() {
    try (ChildProcess bench = startEndless(2)) {
      List<ProcessHandle> all = descendants(bench);
      bench.kill();
      assertNothingLeft(all);
    }
  }

  private static ProcessHandle rank(int rank, List<ProcessHandle> all) {
    return all.stream().filter(process -> is(process, rank, "bench")).findFirst().orElseThrow();
  }

  private static ProcessHandle nodeOf(int rank, List<ProcessHandle> all) {
    return all.stream().filter(process -> is(process, rank, "node")).findFirst().orElseThrow();
  }

  /** By its environment, which its node inherits, and by what it runs. */
  private static boolean is(ProcessHandle process, int rank, String command) {
    List<String> arguments = words(process, "cmdline");
    int main = arguments.indexOf(Main.class.getName());
    return arguments.getFirst().endsWith("java")
        && main >= 0
        && arguments.get(main + 1).equals(command)
        && words(process, "environ").contains("TOKAMAK_BENCH_RANK=" + rank);
  }

  private static List<String> words(ProcessHandle process, String file) {
    try {
      String text = Files.readString(Path.of("/proc/" + process.pid(), file));
      return List.of(text.split("\0", -1));
    } catch (IOException ended) {
      return List.of("");
    }
  }
}
