// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Results as rows: one for all ranks together, and one for each rank that fetched, whose operation
 * ends in {@code -each}. The time of an operation is that of a call, which asks for as many objects
 * as are in flight.
 */
final class ClusterRows {
  private static final long HUNDREDTHS = 100;

  private ClusterRows() {}

  static List<Row> of(List<CellResult> cells) {
    List<Row> rows = new ArrayList<>();
    for (CellResult cell : cells) {
      if (cell.pattern() == Pattern.ALL_PAIRS) {
        rows.add(together(cell).with("from", cell.stage().from()).with("to", cell.stage().to()));
      } else {
        rows.add(together(cell));
        addEach(rows, cell);
      }
    }
    return rows;
  }

  private static Row together(CellResult cell) {
    String operation = cell.pattern().label();
    return row(cell, operation, cell.objects(), cell.times(), cell.megabytesPerSecond());
  }

  private static void addEach(List<Row> rows, CellResult cell) {
    String operation = cell.pattern().label() + "-each";
    for (int rank = 0; rank < cell.shares().size(); rank++) {
      Share share = cell.shares().get(rank);
      if (share.objects() > 0) {
        rows.add(
            row(cell, operation, share.objects(), share.times(), share.megabytesPerSecond())
                .with("rank", rank));
      }
    }
  }

  /** By the fabric that most objects came over. */
  private static String system(CellResult cell) {
    return cell.ways().entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(way -> "tokamak-" + way.getKey().replaceFirst("/.*", ""))
        .orElse("tokamak");
  }

  private static Row row(
      CellResult cell, String operation, long objects, Histogram times, double megabytesPerSecond) {
    int ranks = cell.shares().size();
    return Row.of(
            system(cell),
            operation,
            cell.sizeBytes(),
            ranks,
            cell.objectsOfEach(),
            objects,
            cell.repetition(),
            inHundredths(times),
            megabytesPerSecond)
        .among(ranks, cell.inFlight());
  }

  private static Histogram inHundredths(Histogram times) {
    Histogram scaled = new Histogram(times.getNumberOfSignificantValueDigits());
    times
        .recordedValues()
        .forEach(value ->
            scaled.recordValueWithCount(
                value.getValueIteratedTo() * HUNDREDTHS, value.getCountAddedInThisIterationStep()));
    return scaled;
  }
}
