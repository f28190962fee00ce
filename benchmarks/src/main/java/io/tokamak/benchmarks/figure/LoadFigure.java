// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.List;

/** How long fetches take that begin by the clock. */
final class LoadFigure {
  private static final List<String> PERCENTILES =
      List.of("due_p50_us", "due_p90_us", "due_p99_us", "due_p999_us", "due_max_us");
  private static final List<String> NAMES = List.of("50 %", "90 %", "99 %", "99.9 %", "all");
  private static final int HALF = 50;
  private static final List<Integer> LOOKS = List.of(Looks.OURS, Looks.ONE_SIDED, Looks.SOCKET);

  private final Measured all;

  LoadFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    return new Figure(
        "load",
        "The slow ones among many",
        "the project's own",
        "A program that fetches one object after the other never notices how long the next one would have had to wait. Here"
            + " fetches begin by the clock, at a share of the fastest rate, and their time counts from when they should have"
            + " begun: if one takes long, those behind it are late, and that is in their times.",
        charts(),
        List.of(claim("tcp", "over TCP"), claim("shm", "over shared memory")),
        "Objects of 1 KiB. \"99 %\" is the time that 99 % of the fetches do not exceed, recorded in an HdrHistogram from the"
            + " schedule, which is what is called safe from coordinated omission. The figures of the same run counted from when"
            + " each fetch really began are in the result file (begun_..., beside due_...).");
  }

  private Measured of(String fabric) {
    return all.of(Looks.fetching(fabric, "chosen"), "paced");
  }

  private static int load(Row row) {
    return (int) Math.round(row.more().getOrDefault("load_percent", 0.0));
  }

  private List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    for (String fabric : List.of("tcp", "shm")) {
      List<Series> series = new ArrayList<>();
      List<Integer> loads =
          of(fabric).rows().stream().map(LoadFigure::load).distinct().sorted().toList();
      for (int i = 0; i < loads.size(); i++) {
        series.add(series(fabric, loads.get(i), LOOKS.get(i % LOOKS.size())));
      }
      if (!series.isEmpty()) {
        charts.add(
            new LineChart(
                "Fetches of 1 KiB by the clock, "
                    + (fabric.equals("tcp") ? "TCP" : "shared memory"),
                Axis.ofNames("share of the fetches that are not slower", NAMES),
                Looks.time("time from when it should begin"),
                series,
                List.of()));
      }
    }
    return charts;
  }

  private Series series(String fabric, int load, int look) {
    List<Point> points = new ArrayList<>();
    Measured rows = of(fabric).where(row -> load(row) == load);
    for (int i = 0; i < PERCENTILES.size(); i++) {
      String percentile = PERCENTILES.get(i);
      points.add(
          new Point(
              i,
              rows.rows().stream().map(row -> row.more().getOrDefault(percentile, 0.0)).toList()));
    }
    return new Series("at " + load + " % of the fastest rate", look, points);
  }

  private Claim claim(String fabric, String how) {
    String text =
        "At half the fastest rate, 99 of 100 fetches take at most ten times the median (%s)."
            .formatted(how);
    Measured half = of(fabric).where(row -> load(row) == HALF);
    if (half.isEmpty()) {
      return Findings.missing(text);
    }
    List<Point> points = series(fabric, HALF, 0).points();
    double median = points.get(0).summary().median();
    double high = points.get(2).summary().median();
    return Claim.judged(
        text,
        high <= 10 * median,
        "Median %s µs, 99 %% within %s µs."
            .formatted(Findings.number(median), Findings.number(high)));
  }
}
