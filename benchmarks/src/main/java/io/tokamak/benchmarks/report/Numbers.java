// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.report;

import static io.tokamak.benchmarks.chart.Markup.escaped;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.StackedChart;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a chart as a table in HTML. */
final class Numbers {
  private Numbers() {}

  static String table(Chart chart) {
    return switch (chart) {
      case LineChart lines -> lines(lines);
      case StackedChart stacks -> stacks(stacks);
    };
  }

  private static String lines(LineChart chart) {
    StringBuilder html = new StringBuilder("<table class=\"numbers\"><thead><tr><th></th>");
    chart
        .series()
        .forEach(series -> html.append("<th>").append(escaped(series.name())).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (double x : places(chart)) {
      String name =
          chart.x().categories().isEmpty()
              ? chart.x().unit().text(x)
              : chart.x().categories().get((int) Math.round(x));
      html.append("<tr><th>").append(escaped(name)).append("</th>");
      for (Series series : chart.series()) {
        html.append("<td>").append(cell(at(series, x), chart.y().unit())).append("</td>");
      }
      html.append("</tr>");
    }
    return html.append("</tbody></table>").toString();
  }

  private static List<Double> places(LineChart chart) {
    return chart.series().stream()
        .flatMap(series -> series.points().stream())
        .map(Point::x)
        .distinct()
        .sorted()
        .toList();
  }

  private static Optional<Point> at(Series series, double x) {
    return series.points().stream().filter(point -> point.x() == x).findFirst();
  }

  private static String cell(Optional<Point> point, Unit unit) {
    if (point.isEmpty()) {
      return "–";
    }
    Summary summary = point.get().summary();
    String median = "<b>" + escaped(unit.text(summary.median())) + "</b>";
    return summary.hasInterval()
        ? "%s <span>%s–%s</span>"
            .formatted(median, escaped(unit.text(summary.min())), escaped(unit.text(summary.max())))
        : median;
  }

  private static String stacks(StackedChart chart) {
    StringBuilder html = new StringBuilder("<table class=\"numbers\"><thead><tr><th></th>");
    chart.layers().forEach(layer -> html.append("<th>").append(escaped(layer)).append("</th>"));
    html.append("<th>all</th></tr></thead><tbody>");
    for (StackedChart.Bar bar : chart.bars()) {
      html.append("<tr><th>").append(escaped(bar.name())).append("</th>");
      bar.parts()
          .forEach(part ->
              html.append(
                  String.format(Locale.ROOT, "<td>%s</td>", escaped(Unit.MICROS.text(part)))));
      html.append("<td><b>").append(escaped(bar.total())).append("</b></td></tr>");
    }
    return html.append("</tbody></table>").toString();
  }
}
