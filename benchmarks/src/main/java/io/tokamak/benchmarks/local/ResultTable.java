// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.local.worker.SystemName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Shows rows as a table: medians of the repetitions with the smallest and largest, and how many
 * times as long the others take.
 */
final class ResultTable {
  private static final String FORMAT = "%-8s %8s %7s %8s  %-28s %-28s %9s  %-28s %9s";
  private static final List<String> OPERATIONS =
      List.of("put", "get", "get+read", "contains", "delete");

  private record Cell(String operation, int clients, int sizeBytes) {}

  private ResultTable() {}

  /** Lines of text. */
  static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("median of the repetitions' medians in µs (smallest-largest of the repetitions)");
    lines.add(
        FORMAT.formatted(
            "op", "size", "clients", "objects", "tokamak", "redis", "ratio", "memcached", "ratio"));
    rows.stream()
        .map(row -> new Cell(row.operation(), row.clients(), row.sizeBytes()))
        .distinct()
        .sorted(
            Comparator.comparingInt((Cell cell) -> OPERATIONS.indexOf(cell.operation))
                .thenComparingInt(Cell::clients)
                .thenComparingInt(Cell::sizeBytes))
        .forEach(cell -> lines.add(line(cell, rows)));
    return lines;
  }

  private static String line(Cell cell, List<Row> rows) {
    List<Row> ours = of(cell, SystemName.TOKAMAK, rows);
    List<Row> redis = of(cell, SystemName.REDIS, rows);
    List<Row> memcached = of(cell, SystemName.MEMCACHED, rows);
    return FORMAT
        .formatted(
            cell.operation,
            Units.size(cell.sizeBytes),
            cell.clients,
            ours.stream().findFirst().map(row -> String.valueOf(row.objects())).orElse(""),
            times(ours),
            times(redis),
            ratio(redis, ours),
            times(memcached),
            ratio(memcached, ours))
        .stripTrailing();
  }

  private static List<Row> of(Cell cell, SystemName system, List<Row> rows) {
    return rows.stream()
        .filter(row -> row.system().equals(system.label()))
        .filter(row -> row.operation().equals(cell.operation))
        .filter(row -> row.clients() == cell.clients && row.sizeBytes() == cell.sizeBytes)
        .toList();
  }

  private static String times(List<Row> rows) {
    double[] sorted = Medians.sorted(rows.stream().mapToDouble(Row::p50Micros));
    return sorted.length == 0
        ? "-"
        : "%s (%s-%s)"
            .formatted(
                Units.micros(Medians.median(sorted)),
                Units.micros(sorted[0]),
                Units.micros(sorted[sorted.length - 1]));
  }

  private static String ratio(List<Row> theirs, List<Row> ours) {
    Optional<Double> a = Medians.ofMicros(theirs);
    Optional<Double> b = Medians.ofMicros(ours);
    return a.isEmpty() || b.isEmpty() ? "-" : Units.significant(a.get() / b.get()) + "x";
  }
}
