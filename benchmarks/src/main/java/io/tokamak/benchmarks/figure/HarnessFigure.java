// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What measuring itself takes. */
final class HarnessFigure {
  private static final double MOST_PERCENT = 2;
  private static final Set<String> BATCHED = Set.of("get", "put", "get+read");

  private final Measured all;

  HarnessFigure(Measured all) {
    this.all = all;
  }

  /** Something that was measured, and what nothing took in its place. */
  private record Pair(String name, Measured operation, Measured nothing) {}

  Figure figure() {
    return new Figure(
        "harness",
        "What measuring takes",
        "the project's own",
        "A clock takes time too. The same loop with an operation that does nothing shows how much of each figure is the"
            + " benchmark's own.",
        charts(),
        claims(),
        "An operation that does nothing in the loops of the client processes: in batches, as operations under 1 µs are timed, and"
            + " one by one, as all others are. Shown beside the fastest operation of each kind in this report.");
  }

  private List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    Measured batched = all.of("harness", "nothing");
    Measured singly = all.of("harness", "nothing-singly");
    fastest(all.where(row -> row.system().equals("tokamak") && BATCHED.contains(row.operation())))
        .ifPresent(found -> pairs.add(new Pair("in batches: local get", found, batched)));
    fastest(all.where(row -> row.system().equals("redis")))
        .ifPresent(found -> pairs.add(new Pair("one by one: Redis, local", found, singly)));
    fastest(
            all.where(
                row -> row.system().startsWith("tokamak-") && row.operation().equals("fetch")))
        .ifPresent(found -> pairs.add(new Pair("one by one: fetch", found, singly)));
    return batched.isEmpty() ? List.of() : pairs;
  }

  /** All repetitions of the cell with the fastest one. */
  private static Optional<Measured> fastest(Measured measured) {
    return measured.rows().stream()
        .min(Comparator.comparingDouble(Row::p50Micros))
        .map(row -> measured.of(row.system(), row.operation()).ofSize(row.sizeBytes()));
  }

  private List<Chart> charts() {
    List<Pair> pairs = pairs();
    if (pairs.isEmpty()) {
      return List.of();
    }
    List<Point> nothing = new ArrayList<>();
    List<Point> operations = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      nothing.add(new Point(i, pairs.get(i).nothing().micros()));
      operations.add(new Point(i, pairs.get(i).operation().micros()));
    }
    return List.of(
        new LineChart(
            "Doing nothing, beside the fastest operations",
            Axis.ofNames("", pairs.stream().map(Pair::name).toList()),
            Looks.time("time of one operation"),
            List.of(
                new Series("nothing", Looks.OTHER, nothing),
                new Series("the fastest operation", Looks.OURS, operations)),
            List.of()));
  }

  private List<Claim> claims() {
    List<Claim> claims = new ArrayList<>();
    for (Pair pair : pairs()) {
      double percent =
          pair.nothing().median().orElseThrow() / pair.operation().median().orElseThrow() * 100;
      claims.add(
          Claim.judged(
              "The harness adds less than 2 %, " + pair.name() + ".",
              percent < MOST_PERCENT,
              "Nothing takes %s ns, which is %s %% of the operation."
                  .formatted(
                      Findings.number(pair.nothing().median().orElseThrow() * 1e3),
                      Findings.number(percent))));
    }
    return claims.isEmpty() ? List.of(Findings.missing("The harness adds less than 2 %.")) : claims;
  }
}
