// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Rows by what they are repetitions of. */
final class Cells {

  /** Those of a row's further figures that say what was measured, and not what was found. */
  private static final List<String> MARKS = List.of("load_percent", "rank", "from", "to");

  /**
   * What was measured, without how often.
   *
   * @param marks such as {@code load_percent} and {@code rank}
   */
  record Cell(
      String system,
      String operation,
      int sizeBytes,
      int nodes,
      int clients,
      int inFlight,
      int objects,
      Map<String, Double> marks) {

    /** Short, for people. */
    String label() {
      return "%s %s %s%s%s%s%s"
          .formatted(
              system,
              operation,
              Units.size(sizeBytes),
              nodes == 1 ? "" : ", nodes " + nodes,
              clients == 1 ? "" : ", clients " + clients,
              inFlight == 1 ? "" : ", in flight " + inFlight,
              marks.entrySet().stream()
                  .map(mark -> text(mark.getKey(), mark.getValue()))
                  .collect(Collectors.joining()));
    }

    private static String text(String mark, double value) {
      String percent = "_percent";
      return mark.endsWith(percent)
          ? ", %s %.0f %%".formatted(mark.substring(0, mark.length() - percent.length()), value)
          : ", %s %.0f".formatted(mark, value);
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

  /** What was measured at all. */
  static Set<Cell> all(List<Row> rows) {
    return rows.stream().map(Cells::cell).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** What a row is a repetition of. */
  private static Cell cell(Row row) {
    Map<String, Double> marks = new TreeMap<>(row.more());
    marks.keySet().retainAll(MARKS);
    return new Cell(
        row.system(),
        row.operation(),
        row.sizeBytes(),
        row.nodes(),
        row.clients(),
        row.inFlight(),
        row.objects(),
        marks);
  }
}
