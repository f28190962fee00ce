// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.report;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.StackedChart;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A chart as comma-separated values (RFC 4180), enough to draw it again: a line for each
 * repetition.
 */
final class Csv {
  private static final List<String> LINE_HEADER =
      List.of(
          "series",
          "x",
          "x_name",
          "repetition",
          "value",
          "unit",
          "median",
          "min",
          "max",
          "low_95",
          "high_95");
  private static final List<String> STACK_HEADER = List.of("bar", "part", "value", "total");

  private Csv() {}

  /** The text of the whole file. */
  static String of(Chart chart) {
    return switch (chart) {
      case LineChart lines -> of(lines);
      case StackedChart stacks -> of(stacks);
    };
  }

  private static String of(LineChart chart) {
    StringBuilder text = new StringBuilder(line(LINE_HEADER));
    for (Series series : chart.series()) {
      for (Point point : series.points()) {
        append(text, chart, series, point);
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, LineChart chart, Series series, Point point) {
    Summary summary = point.summary();
    for (int i = 0; i < point.values().size(); i++) {
      text.append(
          line(
              List.of(
                  series.name(),
                  number(point.x()),
                  name(chart.x(), point.x()),
                  Integer.toString(i + 1),
                  number(point.values().get(i)),
                  chart.y().unit().name().toLowerCase(Locale.ROOT),
                  number(summary.median()),
                  number(summary.min()),
                  number(summary.max()),
                  number(summary.low()),
                  number(summary.high()))));
    }
  }

  private static String name(Axis axis, double x) {
    return axis.categories().isEmpty() ? "" : axis.categories().get((int) Math.round(x));
  }

  private static String of(StackedChart chart) {
    StringBuilder text = new StringBuilder(line(STACK_HEADER));
    for (StackedChart.Bar bar : chart.bars()) {
      for (int i = 0; i < bar.parts().size(); i++) {
        text.append(
            line(
                List.of(
                    bar.name(), chart.layers().get(i), number(bar.parts().get(i)), bar.total())));
      }
    }
    return text.toString();
  }

  /** Empty when there is none. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return String.format(Locale.ROOT, "%.6f", value).replaceAll("\\.?0+$", "");
  }

  private static String line(List<String> values) {
    List<String> cells = new ArrayList<>();
    for (String value : values) {
      boolean plain = value.indexOf(',') < 0 && value.indexOf('"') < 0 && value.indexOf('\n') < 0;
      cells.add(plain ? value : '"' + value.replace("\"", "\"\"") + '"');
    }
    return String.join(",", cells) + "\r\n";
  }
}
