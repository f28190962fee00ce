// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.List;

/** How long fetches take that begin by the clock. */
final class LoadFigure {
  private static final List<String> PERCENTILES =
      List.of("due_p50_us", "due_p90_us", "due_p99_us", "due_p999_us", "due_max_us");

  /** Of fewer fetches in a repetition such a percentile is the slowest one, by chance. */
  private static final List<Integer> LEAST = List.of(1, 1, 200, 1_000, 1);

  private static final int HIGH = 2;
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
        "A program that fetches one object after the other never notices how long the next one"
            + " would have had to wait. Here fetches begin by the clock, at a share of the fastest"
            + " rate, and their time counts from when they should have begun: if one takes long,"
            + " those behind it are late, and that is in their times.",
        charts(),
        List.of(claim("tcp", "over TCP"), claim("shm", "over shared memory")),
        "Objects of 1 KiB. \"99 %\" is the time that 99 % of the fetches do not exceed, recorded in"
            + " an HdrHistogram from the schedule, which is what is called safe from coordinated"
            + " omission. The figures of the same run counted from when each fetch really began are"
            + " in the result file (begun_..., beside due_...). 99 % is shown from 200 fetches in a"
            + " repetition on, 99.9 % from 1,000.");
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
      List<Double> micros = micros(rows, i);
      if (!micros.isEmpty()) {
        points.add(new Point(i, micros));
      }
    }
    return new Series("at " + load + " % of the fastest rate", look, points);
  }

  /** A percentile, of the repetitions that have fetches enough for it. */
  private static List<Double> micros(Measured rows, int percentile) {
    return rows.rows().stream()
        .filter(row -> row.operations() >= LEAST.get(percentile))
        .map(row -> row.more().getOrDefault(PERCENTILES.get(percentile), 0.0))
        .toList();
  }

  private Claim claim(String fabric, String how) {
    String text =
        "At half the fastest rate, 99 of 100 fetches take at most ten times the median (%s)."
            .formatted(how);
    Measured half = of(fabric).where(row -> load(row) == HALF);
    if (half.isEmpty()) {
      return Findings.missing(text, half);
    }
    long fewest = half.rows().stream().mapToLong(Row::operations).min().orElseThrow();
    if (fewest < LEAST.get(HIGH)) {
      return Claim.untested(
          text,
          "Only %,d fetches in a repetition; what 99 of 100 take can be told from %,d on."
              .formatted(fewest, LEAST.get(HIGH)));
    }
    double median = Summary.of(micros(half, 0)).median();
    double high = Summary.of(micros(half, HIGH)).median();
    return Claim.judged(
        text,
        high <= 10 * median,
        "Median %s µs, 99 %% within %s µs."
            .formatted(Findings.number(median), Findings.number(high)));
  }
}
