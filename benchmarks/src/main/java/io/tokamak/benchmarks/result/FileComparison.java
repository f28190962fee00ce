// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.result.Cells.Cell;
import io.tokamak.benchmarks.statistics.Change;
import io.tokamak.benchmarks.statistics.Ratio;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What became faster and what slower from one result file to another. */
public final class FileComparison {
  private static final List<String> MACHINE = List.of("cpu", "cores", "memory", "kernel", "jdk");
  private static final String FORMAT = "%-52s %12s %12s %8s  %-15s %s";

  private final ResultFile before;
  private final ResultFile after;
  private final Map<Change, Integer> counts = new EnumMap<>(Change.class);

  /** Of two files. */
  public FileComparison(ResultFile before, ResultFile after) {
    this.before = before;
    this.after = after;
  }

  /** Lines of text: first what makes the files hard to compare, then each cell, then the sums. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(differences());
    lines.add(
        FORMAT.formatted("median time in µs", "before", "after", "ratio", "95 % interval", ""));
    Map<Cell, List<Double>> old = Cells.micros(before.rows());
    Map<Cell, List<Double>> young = Cells.micros(after.rows());
    counts.clear();
    young.forEach((cell, times) -> {
      if (old.containsKey(cell)) {
        lines.add(line(cell, old.get(cell), times));
      }
    });
    lines.add(sums(old, young));
    return lines;
  }

  /** How many cells changed so; after {@link #lines}. */
  public int count(Change change) {
    return counts.getOrDefault(change, 0);
  }

  private List<String> differences() {
    return MACHINE.stream()
        .filter(field -> !value(before, field).equals(value(after, field)))
        .map(field ->
            "not the same %s: %s before, %s after"
                .formatted(field, value(before, field), value(after, field)))
        .toList();
  }

  private static String value(ResultFile file, String field) {
    return file.machine().getOrDefault(field, "unknown");
  }

  private String line(Cell cell, List<Double> old, List<Double> young) {
    Ratio ratio = Ratio.of(young, old);
    Change change = ratio.change();
    counts.merge(change, 1, Integer::sum);
    return FORMAT.formatted(
        cell.label(),
        Units.micros(Summary.of(old).median()),
        Units.micros(Summary.of(young).median()),
        twoDigits(ratio.median()),
        change == Change.UNKNOWN
            ? "one run"
            : twoDigits(ratio.low()) + " to " + twoDigits(ratio.high()),
        change.label());
  }

  private static String twoDigits(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private String sums(Map<Cell, ?> old, Map<Cell, ?> young) {
    List<String> parts = new ArrayList<>();
    for (Change change : Change.values()) {
      parts.add(count(change) + " " + change.label());
    }
    long gone = old.keySet().stream().filter(cell -> !young.containsKey(cell)).count();
    long added = young.keySet().stream().filter(cell -> !old.containsKey(cell)).count();
    return "%s; in one of the files only: %d".formatted(String.join(", ", parts), gone + added);
  }
}
