// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What more objects cost: time and memory. */
final class GrowthFigure {
  private static final String MEMORY = "node_bytes_per_object";
  private static final double MEMORY_LATENCIES = 20;
  private static final double MOST_BYTES = 256;
  private static final int MANY = 100_000;

  private final Measured all;

  GrowthFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    return new Figure(
        "growth",
        "More objects in one store",
        "the project's own; thesis, section 2.2: a read is O(1)",
        "A store that finds an object by one step in a table needs the same work however many there"
            + " are. What grows is the memory the table is spread over, and with it how seldom the"
            + " processor's caches have the place that is needed.",
        charts(),
        claims(),
        "Objects of 64 bytes. Each number has a node of its own, as large as it needs. Get goes to"
            + " random objects, of the first 262,144 where there are more. Memory: what the node"
            + " has touched and what is taken of the data area, after the objects were put and"
            + " before, by their number; the 64 bytes of the object are in it.");
  }

  private Measured of(String operation) {
    return all.of("tokamak", "growth-" + operation);
  }

  private List<Chart> charts() {
    List<Series> times = new ArrayList<>();
    times.addAll(of("put").by("put", Looks.ONE_SIDED, Row::objects, Row::p50Micros));
    times.addAll(of("get").by("get", Looks.OURS, Row::objects, Row::p50Micros));
    List<Series> memory =
        of("get").by("memory of the node", Looks.TWO_SIDED, Row::objects, GrowthFigure::bytes);
    if (times.isEmpty()) {
      return List.of();
    }
    Axis objects = Axis.logarithmic("objects in the store", Unit.COUNT);
    List<Chart> charts = new ArrayList<>();
    charts.add(
        new LineChart(
            "Time of one operation, by the number of objects",
            objects,
            Looks.time("time of one operation"),
            times,
            List.of()));
    if (!memory.isEmpty()) {
      charts.add(
          new LineChart(
              "Memory for each object of 64 bytes",
              objects,
              Axis.logarithmic("bytes for each object", Unit.COUNT),
              memory,
              List.of()));
    }
    return charts;
  }

  private static double bytes(Row row) {
    return row.more().getOrDefault(MEMORY, 0.0);
  }

  private List<Claim> claims() {
    return List.of(time(), memory());
  }

  private Claim time() {
    String text =
        "A get takes the same work however many objects there are: not more than three visits to"
            + " main memory longer.";
    List<Row> rows = of("get").rows();
    if (rows.isEmpty()) {
      return Findings.missing(text, of("get"));
    }
    int least = rows.stream().mapToInt(Row::objects).min().orElseThrow();
    int most = rows.stream().mapToInt(Row::objects).max().orElseThrow();
    double few = of("get").where(row -> row.objects() == least).median().orElseThrow();
    double many = of("get").where(row -> row.objects() == most).median().orElseThrow();
    return Claim.judged(
        text,
        many <= few * MEMORY_LATENCIES && many < 1,
        "With %,d objects %s, with %,d %s; less than 1 µs counts as that."
            .formatted(least, Unit.MICROS.text(few), most, Unit.MICROS.text(many)));
  }

  private Claim memory() {
    String text =
        "An object of 64 bytes takes at most 256 bytes of the node's memory, whatever their number"
            + " (from 100,000).";
    double largest =
        of("get").rows().stream()
            .filter(row -> row.objects() >= MANY)
            .mapToDouble(GrowthFigure::bytes)
            .max()
            .orElse(Double.NaN);
    return Double.isNaN(largest)
        ? Findings.missing(text, of("get"))
        : Claim.judged(
            text,
            largest <= MOST_BYTES,
            String.format(Locale.ROOT, "At most %.0f bytes.", largest));
  }
}
