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
}
