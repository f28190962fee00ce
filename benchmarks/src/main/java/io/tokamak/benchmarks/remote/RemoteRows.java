// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** What was measured, to be asked for. */
final class RemoteRows {
  /** Behind an operation: many were asked for at once. */
  static final String MANY = "-many";

  /** What the nodes measured for themselves, at sizes of their own. */
  static final String CALIBRATED = "calibrated";

  private final List<Row> rows;

  RemoteRows(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  List<Row> all() {
    return rows;
  }

  List<String> systems() {
    return rows.stream().map(Row::system).distinct().toList();
  }

  /** All sizes at which systems were compared. */
  List<Integer> sizes() {
    return compared().rows.stream().map(Row::sizeBytes).distinct().sorted().toList();
  }

  /** All sizes of one operation. */
  List<Integer> sizes(String operation) {
    return rows.stream()
        .filter(row -> row.operation().equals(operation))
        .map(Row::sizeBytes)
        .distinct()
        .sorted()
        .toList();
  }

  /** Without what the nodes measured for themselves. */
  RemoteRows compared() {
    return new RemoteRows(
        rows.stream().filter(row -> !row.operation().equals(CALIBRATED)).toList());
  }

  List<Row> of(String system, String operation, int sizeBytes) {
    return rows.stream()
        .filter(row -> row.system().equals(system))
        .filter(row -> row.operation().equals(operation) && row.sizeBytes() == sizeBytes)
        .toList();
  }

  /** Median of the repetitions' medians; empty when it was not measured. */
  OptionalDouble micros(String system, String operation, int sizeBytes) {
    return micros(of(system, operation, sizeBytes));
  }

  private static OptionalDouble micros(List<Row> rows) {
    return Medians.ofMicros(rows).stream().mapToDouble(Double::doubleValue).findFirst();
  }

  /**
   * Median of the repetitions of two systems that did the same; empty when one of them was not
   * measured.
   */
  OptionalDouble micros(String one, String other, String operation, int sizeBytes) {
    List<Row> first = of(one, operation, sizeBytes);
    List<Row> second = of(other, operation, sizeBytes);
    return first.isEmpty() || second.isEmpty()
        ? OptionalDouble.empty()
        : micros(Stream.concat(first.stream(), second.stream()).toList());
  }

  /** A figure of a system that is the same in all repetitions; empty when it is not. */
  OptionalDouble figure(String system, String operation, int sizeBytes, String name) {
    double[] found =
        of(system, operation, sizeBytes).stream()
            .mapToDouble(row -> row.more().getOrDefault(name, Double.NaN))
            .distinct()
            .toArray();
    return found.length == 1 && !Double.isNaN(found[0])
        ? OptionalDouble.of(found[0])
        : OptionalDouble.empty();
  }
}
