// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** More nodes: what all of them fetch together. */
final class NodesFigure {
  private static final double KEPT = 0.9;
  private static final Map<String, String> PATTERNS =
      Map.of(
          "n-to-n", "each from all others",
          "one-to-all", "all others from one",
          "all-to-one", "one from all others");
  private static final List<String> ORDER = List.of("all-to-one", "one-to-all", "n-to-n");

  private final Measured all;
  private final Map<String, String> machine;

  NodesFigure(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure figure() {
    return new Figure(
        "nodes",
        "More nodes",
        "thesis, section 4.3 (left empty there)",
        "The thesis built its measurements on MPI so that they could run on many nodes, and left"
            + " the chapter for their results empty. Here a cluster of more and more nodes fetches"
            + " objects from each other: each from all others, or all others from one. Where every"
            + " node has a machine of its own, all together should bring more with each node; on"
            + " one machine they share its processors, and should not bring less.",
        charts(),
        List.of(claim("n-to-n"), claim("one-to-all")),
        "tokamak bench cluster: one process with a node for each rank, in step, several objects at"
            + " once; what all ranks together fetched in a second. This machine has "
            + machine.getOrDefault("cores", "?")
            + " processors for all of them.");
  }

  private static String name(String pattern) {
    return PATTERNS.getOrDefault(pattern, pattern);
  }

  private Measured pattern(String pattern) {
    return all.where(row -> row.operation().equals(pattern) && row.nodes() > 1);
  }

  private List<Chart> charts() {
    List<Integer> sizes =
        ORDER.stream()
            .flatMap(pattern -> pattern(pattern).sizes().stream())
            .distinct()
            .sorted()
            .toList();
    return sizes.stream().map(this::chart).toList();
  }

  private Chart chart(int size) {
    List<Series> series = new ArrayList<>();
    List<Integer> looks = List.of(Looks.OTHER, Looks.ONE_SIDED, Looks.OURS);
    for (int i = 0; i < ORDER.size(); i++) {
      series.addAll(
          most(pattern(ORDER.get(i)).ofSize(size))
              .by(name(ORDER.get(i)), looks.get(i), Row::nodes, Row::megabytesPerSecond));
    }
    return new LineChart(
        "Objects of " + Units.size(size) + ", all nodes together",
        Axis.logarithmic("nodes", Unit.COUNT),
        Axis.logarithmic("fetched by all nodes", Unit.MEGABYTES_PER_SECOND),
        series,
        List.of());
  }

  /** With the most objects in flight, where there are several numbers. */
  private static Measured most(Measured measured) {
    int most = measured.rows().stream().mapToInt(Row::inFlight).max().orElse(1);
    return measured.where(row -> row.inFlight() == most);
  }

  private Claim claim(String pattern) {
    String text =
        "The most nodes bring together at least 0.9 of what two do (%s).".formatted(name(pattern));
    Measured measured = pattern(pattern);
    if (measured.isEmpty()) {
      return Findings.missing(text, measured);
    }
    Measured largest = most(measured.ofSize(measured.sizes().getLast()));
    List<Point> points = largest.by("", 0, Row::nodes, Row::megabytesPerSecond).getFirst().points();
    Point last = points.getLast();
    double share = last.summary().median() / points.getFirst().summary().median();
    return Claim.judged(
        text,
        share >= KEPT,
        "%.0f nodes bring %s, which is %s of what %.0f bring."
            .formatted(
                last.x(),
                Unit.MEGABYTES_PER_SECOND.text(last.summary().median()),
                Findings.number(share),
                points.getFirst().x()));
  }
}
