// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import static io.tokamak.benchmarks.figure.Looks.KIB;
import static io.tokamak.benchmarks.figure.Looks.MIB;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.remote.RemoteBench;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the project promises of speed, judged by the rows of the same run: no charts of its own. */
final class PromisesFigure {
  private static final double MOST_BETWEEN_SIZES = 1.5;

  private final Measured all;

  PromisesFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    return new Figure(
        "promises",
        "What the project promises",
        "the project's own",
        "Limits that were set before anything was measured, and that bench local --bars and bench remote --bars hold each"
            + " commit to. Here they are judged by the numbers of this page; what those commands measure and this one does not is"
            + " left out.",
        List.of(),
        claims(),
        "By the medians of the repetitions. A quick look has not all of it.");
  }

  private List<Claim> claims() {
    List<Bar> bars = new ArrayList<>();
    besideRedis(bars, "get+read", "get", KIB, 80);
    besideRedis(bars, "contains", "contains", KIB, 100);
    besideRedis(bars, "put", "put", KIB, 12);
    besideRedis(bars, "get", "get", MIB, 5_000);
    all.of("tokamak", "get")
        .slowestByFastest()
        .ifPresent(ratio ->
            bars.add(
                Bar.atMost(
                    "local get: slowest size by fastest",
                    MOST_BETWEEN_SIZES,
                    ratio,
                    "x",
                    "medians")));
    bars.addAll(RemoteBench.judge(remoteRows()));
    return bars.isEmpty()
        ? List.of(Findings.missing("What the project promises is kept."))
        : bars.stream().map(PromisesFigure::claim).toList();
  }

  private void besideRedis(
      List<Bar> bars, String operation, String theirs, int size, double required) {
    Optional<Double> ours = all.of("tokamak", operation).ofSize(size).median();
    Measured redis = all.of("redis", theirs).ofSize(size);
    if (ours.isPresent() && !redis.isEmpty()) {
      double median = Summary.of(redis.micros()).median();
      bars.add(
          Bar.atLeast(
              "local %s of %s beside Redis".formatted(operation, Units.size(size)),
              required,
              median / ours.get(),
              "x",
              Units.micros(ours.get()) + " µs, against " + Units.micros(median) + " µs"));
    }
  }

  /** As they are called where they are judged. */
  private List<Row> remoteRows() {
    return all.where(row -> !row.system().equals("redis")).rows().stream()
        .map(row ->
            row.system().equals(Looks.REDIS_OVER_TCP) ? row.named("redis", row.operation()) : row)
        .toList();
  }

  private static Claim claim(Bar bar) {
    return Claim.judged(
        "%s: %s %s%s."
            .formatted(
                bar.name(),
                bar.atLeast() ? "at least" : "at most",
                Units.significant(bar.required()),
                bar.unit()),
        bar.met(),
        "Measured %s%s (%s)."
            .formatted(Units.significant(bar.measured()), bar.unit(), bar.basis()));
  }
}
