// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.statistics.Ratio;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Rows, to be asked. */
final class Measured {
  private static final Map<String, String> NAMES =
      Map.of("redis", "Redis", Looks.REDIS_OVER_TCP, "Redis over TCP");

  private final List<Row> rows;
  private final String sought;

  Measured(List<Row> rows) {
    this(rows, "");
  }

  private Measured(List<Row> rows, String sought) {
    this.rows = List.copyOf(rows);
    this.sought = sought;
  }

  /** Those of one system and operation. */
  Measured of(String system, String operation) {
    return new Measured(
        where(row -> row.system().equals(system) && row.operation().equals(operation)).rows,
        NAMES.getOrDefault(system, system) + " (" + operation + ")");
  }

  /** Those of one size. */
  Measured ofSize(int sizeBytes) {
    return new Measured(
        where(row -> row.sizeBytes() == sizeBytes).rows, sought + " of " + Units.size(sizeBytes));
  }

  Measured where(Predicate<Row> condition) {
    return new Measured(rows.stream().filter(condition).toList(), sought);
  }

  /** What was asked for, in words, whether it is there or not; empty for everything. */
  String sought() {
    return sought;
  }

  List<Row> rows() {
    return rows;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** All sizes there are, the smallest first. */
  List<Integer> sizes() {
    return rows.stream().map(Row::sizeBytes).distinct().sorted().toList();
  }

  /** Times in µs, one for each repetition. */
  List<Double> micros() {
    return rows.stream().map(Row::p50Micros).toList();
  }

  /** The median of all of them; empty when there are none. */
  Optional<Double> median() {
    return rows.isEmpty() ? Optional.empty() : Optional.of(Summary.of(micros()).median());
  }

  /** How many times as long this takes as something else; empty when one of them is missing. */
  Optional<Ratio> times(Measured other) {
    return rows.isEmpty() || other.isEmpty()
        ? Optional.empty()
        : Optional.of(Ratio.of(micros(), other.micros()));
  }

  /** The slowest size by the fastest; empty unless there are two. */
  Optional<Double> slowestByFastest() {
    List<Double> medians =
        sizes().stream().map(size -> ofSize(size).median().orElseThrow()).toList();
    return medians.size() < 2
        ? Optional.empty()
        : Optional.of(
            medians.stream().mapToDouble(Double::doubleValue).max().orElseThrow()
                / medians.stream().mapToDouble(Double::doubleValue).min().orElseThrow());
  }

  /** A line of medians by size; none when there are no rows. */
  List<Series> bySize(String name, int look) {
    return by(name, look, Row::sizeBytes, Row::p50Micros);
  }

  /** A line of anything by anything; none when there are no rows. */
  List<Series> by(String name, int look, ToDoubleFunction<Row> x, ToDoubleFunction<Row> y) {
    Map<Double, List<Double>> values = new TreeMap<>();
    for (Row row : rows) {
      double value = y.applyAsDouble(row);
      if (value > 0) {
        values.computeIfAbsent(x.applyAsDouble(row), none -> new ArrayList<>()).add(value);
      }
    }
    List<Point> points = new ArrayList<>();
    values.forEach((at, found) -> points.add(new Point(at, found)));
    return points.isEmpty() ? List.of() : List.of(new Series(name, look, points));
  }
}
