// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.figure.Figure;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportDirectoryTest {
  private static final int KIB = 1 << 10;
  private static final ResultFile RESULT =
      new ResultFile(
          "tokamak bench figures --out <x>",
          Map.of("cpu", "a & b"),
          List.of(new Peer("redis", "7.0", "redis-server --port 0")),
          List.of(
              row("redis", "get", KIB, 1, 6.5),
              row("redis", "get", KIB, 2, 5.5),
              row("redis", "get", 4 * KIB, 1, 7),
              row("tokamak", "get", KIB, 1, 0.03),
              row("tokamak-tcp-eager", "profile", KIB, 1, 100)
                  .with("wire_us", 30)
                  .with("copy_us", 70)));

  @TempDir private Path directory;

  private static Row row(String system, String operation, int size, int repetition, double micros) {
    return new Row(system, operation, size, 1, 8, 1, repetition, micros, micros, 0);
  }

  @Test
  void shouldWriteEachChartInThreeWaysAndThePageAndTheNumbers() throws IOException {
    List<Figure> figures = new ReportDirectory(directory.resolve("new")).write(RESULT);
    int charts = figures.stream().mapToInt(figure -> figure.charts().size()).sum();
    try (var files = Files.list(directory.resolve("new"))) {
      assertThat(files).hasSize(3 * charts + 2);
    }
    assertThat(ResultFile.read(directory.resolve("new/results.json"))).isEqualTo(RESULT);
    assertThat(directory.resolve("new/local-1.svg")).content().startsWith("<svg");
    assertThat(Files.readAllBytes(directory.resolve("new/local-1.png"))).startsWith(0x89, 'P');
  }

  @Test
  void shouldWriteTablesFromWhichChartsCanBeDrawnAgain() throws IOException {
    new ReportDirectory(directory).write(RESULT);
    assertThat(directory.resolve("local-1.csv"))
        .content()
        .isEqualTo(
            """
            series,x,x_name,repetition,value,unit,median,min,max,low_95,high_95\r
            Redis,1024,,1,6.5,micros,6,5.5,6.5,2.068824,17.280345\r
            Redis,1024,,2,5.5,micros,6,5.5,6.5,2.068824,17.280345\r
            Redis,4096,,1,7,micros,7,7,7,,\r
            Tokamak,1024,,1,0.03,micros,0.03,0.03,0.03,,\r
            """);
    assertThat(directory.resolve("phases-1.csv"))
        .content()
        .isEqualTo(
            """
            bar,part,value,total\r
            1 KiB,wire,30,100 µs\r
            1 KiB,copy,70,100 µs\r
            """);
  }

  @Test
  void shouldMakeAPageThatNeedsNothingElse() throws IOException {
    ReportDirectory report = new ReportDirectory(directory);
    List<Figure> figures = report.write(RESULT);
    String page = Files.readString(report.page());
    assertThat(page.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http://", "https://", "src=", "@import", "<script", "{{");
    assertThat(page)
        .contains("a &amp; b", "--out &lt;x&gt;", "redis-server --port 0")
        .contains("holds", "cannot be tested here", "Not measured in this run");
    assertThat(figures).allMatch(figure -> page.contains("<article id=\"" + figure.id() + "\""));
  }

  @Test
  void shouldSayOnThePageThatItIsOnlyAQuickLook() throws IOException {
    ReportDirectory report = new ReportDirectory(directory);
    report.write(RESULT);
    assertThat(report.page()).content().doesNotContain("class=\"notice\"");
    String command = "tokamak bench figures --quick --out x";
    report.write(new ResultFile(command, RESULT.machine(), RESULT.peers(), RESULT.rows()));
    assertThat(report.page()).content().contains("A quick look.");
  }
}
