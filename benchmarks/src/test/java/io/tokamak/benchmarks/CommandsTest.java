// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say, and with which exit code, without measuring anything. */
final class CommandsTest {
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  @TempDir private Path directory;

  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  private int run(Object command, Object... arguments) {
    return new CommandLine(command)
        .setOut(new PrintWriter(output, true))
        .setErr(new PrintWriter(errors, true))
        .execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
  }

  private Path results(String name, double micros) throws IOException {
    List<Row> rows =
        IntStream.rangeClosed(1, 4)
            .mapToObj(repetition -> {
              double time = micros + repetition / 100.0;
              return new Row("tokamak", "get", 1024, 1, 8, 1, repetition, time, time, 0);
            })
            .toList();
    Path file = directory.resolve(name);
    new ResultFile("", Map.of(), List.of(), rows).write(file);
    return file;
  }

  @Test
  void shouldFailIfSomethingIsSlowerAndThatWasAskedFor() throws IOException {
    Path before = results("before.json", 10);
    Path after = results("after.json", 20);
    assertThat(run(new CompareCommand(), before, after)).isZero();
    assertThat(output.toString()).contains("0 faster, 1 slower, 0 noise");
    assertThat(run(new CompareCommand(), "--fail-if-slower", before, after)).isEqualTo(FAILED);
    assertThat(run(new CompareCommand(), "--fail-if-slower", after, before)).isZero();
    assertThat(run(new CompareCommand(), "--fail-if-slower", before, before)).isZero();
  }

  @Test
  void shouldSayWhichFileCannotBeComparedAndWhy() throws IOException {
    Path there = results("there.json", 10);
    Path missing = directory.resolve("nofile.json");
    assertThat(run(new CompareCommand(), there, missing)).isEqualTo(FAILED);
    assertThat(errors.toString())
        .contains("tokamak bench compare: cannot read", "nofile.json", "there is no such file");
    assertThat(run(new CompareCommand(), directory, there)).isEqualTo(FAILED);
    assertThat(errors.toString()).contains("it is a directory");
  }

  @Test
  void shouldNotDrawTheSameCellsTwice() throws IOException {
    Path file = results("one.json", 10);
    Path report = directory.resolve("report");
    assertThat(run(new FiguresCommand(), "--from", file, "--from", file, "--out", report))
        .isEqualTo(FAILED);
    assertThat(errors.toString()).contains("two runs are no repetitions of one");
  }

  @Test
  void shouldMeasureNothingThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThat(run(new FiguresCommand(), "--out", file)).isEqualTo(USAGE);
    assertThat(errors.toString()).contains(file + ": it is there and is no directory");
    Path nowhere = directory.resolve("no/results.json");
    assertThat(run(new LocalBenchCommand(), "--json", nowhere)).isEqualTo(USAGE);
    assertThat(run(new RemoteBenchCommand(), "--json", directory)).isEqualTo(USAGE);
    assertThat(run(new ClusterBenchCommand(), "--ranks", 1, "--json", nowhere)).isEqualTo(USAGE);
    assertThat(errors.toString())
        .contains("there is no directory " + nowhere.getParent(), "Is a directory");
  }

  private void assertRefused(String why, Object command, Object... arguments) {
    assertThat(run(command, arguments)).as(why).isEqualTo(USAGE);
    assertThat(errors.toString()).contains(why);
    errors.getBuffer().setLength(0);
  }

  @Test
  void shouldRefuseSizesThatAreTooLarge() {
    assertRefused(
        "must be 64 MiB at most, found 3 GiB",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--sizes",
        "1K,3G");
  }

  @Test
  void shouldRefuseWhatWouldGoUnheardInACluster() {
    assertRefused("--namespaces goes with --ranks", new ClusterBenchCommand(), "--namespaces");
    assertRefused(
        "--link goes with --namespaces",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--link",
        "1gbit");
    assertRefused(
        "no such protocol: pigeon, there are socket4k",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--protocol",
        "pigeon");
    assertRefused(
        "--protocol leaves no choice",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--calibrate",
        "--protocol",
        "direct");
    assertRefused(
        "leave --rendezvous away",
        new ClusterBenchCommand(),
        "--rendezvous",
        directory,
        "--join",
        "127.0.0.1:1");
    assertRefused(
        "leave --host away",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--namespaces",
        "--host",
        "127.0.0.1");
  }

  @Test
  void shouldRefuseTimesThatMakeNoSense() {
    assertRefused(
        "--patience must be 1 to 86400 seconds, found 0",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--patience",
        0);
    assertRefused(
        "--duration must be 1 to 3600000 milliseconds, found -5",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--duration",
        -5);
    assertRefused(
        "--warm-up must be 0 to 3600000 milliseconds, found 3600001",
        new ClusterBenchCommand(),
        "--ranks",
        2,
        "--warm-up",
        3_600_001);
  }

  @Test
  void shouldRefuseToMeasureInTwoWaysAtOnce() throws IOException {
    Path report = directory.resolve("report");
    Path file = results("one.json", 10);
    for (String other : List.of("--quick", "--profile", "--trial")) {
      assertRefused(
          "--from measures nothing", new FiguresCommand(), "--out", report, "--from", file, other);
    }
    assertRefused(
        "give one of --quick and --trial",
        new FiguresCommand(),
        "--out",
        report,
        "--quick",
        "--trial");
    assertRefused(
        "--bars measures what the promises say",
        new LocalBenchCommand(),
        "--bars",
        "--sizes",
        "1K");
    assertRefused(
        "--devices goes with --fabrics ucx", new RemoteBenchCommand(), "--devices", "a,b");
  }
}
