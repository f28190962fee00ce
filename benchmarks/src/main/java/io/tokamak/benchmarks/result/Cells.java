// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Rows by what they are repetitions of. */
final class Cells {

  /** What was measured, without how often. */
  record Cell(
      String system,
      String operation,
      int sizeBytes,
      int nodes,
      int clients,
      int inFlight,
      int objects) {

    /** Short, for people. */
    String label() {
      return "%s %s %s%s%s%s"
          .formatted(
              system,
              operation,
              Units.size(sizeBytes),
              nodes == 1 ? "" : ", nodes " + nodes,
              clients == 1 ? "" : ", clients " + clients,
              inFlight == 1 ? "" : ", in flight " + inFlight);
    }
  }

  private Cells() {}

  /** The repetitions' medians of each, in µs, in the order of the rows. */
  static Map<Cell, List<Double>> micros(List<Row> rows) {
    Map<Cell, List<Double>> cells = new LinkedHashMap<>();
    for (Row row : rows) {
      if (row.p50Micros() > 0) {
        cells.computeIfAbsent(cell(row), none -> new ArrayList<>()).add(row.p50Micros());
      }
    }
    return cells;
  }

  private static Cell cell(Row row) {
    return new Cell(
        row.system(),
        row.operation(),
        row.sizeBytes(),
        row.nodes(),
        row.clients(),
        row.inFlight(),
        row.objects());
  }
}
