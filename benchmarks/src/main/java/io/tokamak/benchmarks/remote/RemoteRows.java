// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import java.util.List;
import java.util.OptionalDouble;

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
    return Medians.ofMicros(of(system, operation, sizeBytes)).stream()
        .mapToDouble(Double::doubleValue)
        .findFirst();
  }
}
