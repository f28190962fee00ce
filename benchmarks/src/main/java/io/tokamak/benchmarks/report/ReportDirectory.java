// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.report;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.figure.Figure;
import io.tokamak.benchmarks.figure.Figures;
import io.tokamak.benchmarks.result.ResultFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Writes a report: {@code report.html}, {@code results.json}, and for each chart {@code
 * FIGURE-N.svg}, {@code .png} and {@code .csv}.
 */
public final class ReportDirectory {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 460;

  private final Path directory;

  /** In a directory that is made if it is not there. */
  public ReportDirectory(Path directory) {
    this.directory = directory;
  }

  /** Writes all of it; returns the figures. What is drawn is what was written down. */
  public List<Figure> write(ResultFile measured) throws IOException {
    keep(measured);
    ResultFile result = ResultFile.read(numbers());
    List<Figure> figures = Figures.of(result);
    for (Figure figure : figures) {
      for (int i = 0; i < figure.charts().size(); i++) {
        write(figure.charts().get(i), name(figure, i));
      }
    }
    Files.writeString(page(), new Page(result, figures).html());
    return figures;
  }

  /** Writes only the numbers; whoever reads them meanwhile sees the old ones or the new ones. */
  public void keep(ResultFile measured) throws IOException {
    Files.createDirectories(directory);
    Path young = directory.resolve("results.json.new");
    measured.write(young);
    Files.move(young, numbers(), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path numbers() {
    return directory.resolve("results.json");
  }

  /** Where the page is. */
  public Path page() {
    return directory.resolve("report.html");
  }

  /** Of the files of a chart of a figure, without their ending. */
  static String name(Figure figure, int chart) {
    return figure.id() + "-" + (chart + 1);
  }

  private void write(Chart chart, String name) throws IOException {
    Files.writeString(directory.resolve(name + ".svg"), chart.svg(WIDTH, HEIGHT, true));
    Files.write(directory.resolve(name + ".png"), chart.png(WIDTH, HEIGHT, true));
    Files.writeString(directory.resolve(name + ".csv"), Csv.of(chart));
  }
}
