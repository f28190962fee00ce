// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * `tokamak bench figures` and `bench compare`, with real nodes and as little of them as there can
 * be.
 */
final class FiguresTest {
  private static final List<String> FIGURES =
      List.of(
          "local",
          "remote",
          "protocols-small",
          "protocols-large",
          "optimised",
          "connection",
          "phases",
          "clients",
          "nodes",
          "in-flight",
          "load",
          "growth",
          "harness");

  @TempDir private Path directory;

  private final StringWriter errors = new StringWriter();

  private String run(Object... arguments) {
    StringWriter output = new StringWriter();
    CommandLine commands = Main.commandLine();
    commands.setOut(new PrintWriter(output, true)).setErr(new PrintWriter(errors, true));
    String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
    assertThat(commands.execute(words)).as("%s%n%s", output, errors).isZero();
    return output.toString();
  }

  @Test
  @Timeout(600)
  void shouldMeasureDrawDrawAgainAndCompare() throws IOException {
    Path report = directory.resolve("report");
    String verdicts = run("bench", "figures", "--trial", "--out", report);
    assertThat(verdicts).contains("holds", "cannot be tested here", "report.html");
    for (String figure : FIGURES) {
      assertThat(report.resolve(figure + "-1.svg")).exists();
      assertThat(report.resolve(figure + "-1.png")).exists();
      assertThat(report.resolve(figure + "-1.csv"))
          .content()
          .matches(text -> text.lines().count() > 1);
    }
    Path results = report.resolve("results.json");
    assertThat(results).content().contains("\"cpu\"", "bench figures --trial", "\"rows\"");

    Path again = directory.resolve("again");
    assertThat(run("bench", "figures", "--from", results, "--out", again))
        .isEqualTo(verdicts.replace(report.toString(), again.toString()));
    assertThat(again.resolve("local-1.csv")).hasSameTextualContentAs(report.resolve("local-1.csv"));
    assertThat(Files.readString(again.resolve("report.html"))).contains("<article id=\"growth\"");

    assertThat(run("bench", "compare", results, again.resolve("results.json")))
        .contains("noise")
        .contains(" 0 slower");
  }
}
