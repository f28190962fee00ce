// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Results for people: a table for each pattern, and one for the pairs. */
final class ClusterTable {
  private static final double NS_PER_MICRO = 1e3;
  private static final int MOST_PAIRED = 8;

  private final List<CellResult> cells;
  private final int ranks;

  ClusterTable(List<CellResult> cells, int ranks) {
    this.cells = cells;
    this.ranks = ranks;
  }

  /** What belongs to one line: the repetitions, and in all-pairs the pairs too. */
  private record Key(Pattern pattern, int sizeBytes, int inFlight) {}

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    Map<Key, List<CellResult>> groups =
        cells.stream()
            .collect(
                Collectors.groupingBy(
                    cell -> new Key(cell.pattern(), cell.sizeBytes(), cell.inFlight()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    for (Pattern pattern : Pattern.values()) {
      List<String> of = new ArrayList<>();
      groups.forEach(
          (key, group) -> of.addAll(key.pattern() == pattern ? line(key, group) : List.of()));
      if (!of.isEmpty()) {
        lines.addAll(List.of("", title(pattern), header(pattern)));
        lines.addAll(of);
      }
    }
    if (ranks <= MOST_PAIRED) {
      groups.forEach((key, group) -> lines.addAll(pairs(key, group)));
    }
    return lines;
  }

  private String title(Pattern pattern) {
    String what =
        switch (pattern) {
          case ALL_PAIRS -> "one rank fetches from one other, nobody else does anything";
          case ONE_TO_ALL -> "all others fetch the same objects of rank 0";
          case ALL_TO_ONE -> "rank 0 fetches from all others";
          case N_TO_N -> "each fetches from all others";
        };
    return "%s, %d ranks: %s".formatted(pattern.label(), ranks, what);
  }

  private static String header(Pattern pattern) {
    String unit = pattern == Pattern.ALL_PAIRS ? "pair" : "rank";
    return format(
        "size",
        "in flight",
        "MB/s in all",
        "slow " + unit,
        "fast " + unit,
        "p50 µs",
        "p99 µs",
        "by");
  }

  private static String format(Object... columns) {
    return String.format(Locale.ROOT, "%10s%10s%14s%12s%12s%12s%12s  %s", columns);
  }

  private static List<String> line(Key key, List<CellResult> group) {
    double[] speeds =
        group.stream().flatMapToDouble(cell -> Arrays.stream(cell.speeds())).sorted().toArray();
    boolean pairs = key.pattern() == Pattern.ALL_PAIRS;
    return List.of(
        format(
            Units.size(key.sizeBytes()),
            key.inFlight(),
            pairs ? "-" : Units.significant(median(group, CellResult::megabytesPerSecond)),
            Units.significant(speeds[0]),
            Units.significant(speeds[speeds.length - 1]),
            Units.micros(median(group, cell -> micros(cell, 50))),
            Units.micros(median(group, cell -> micros(cell, 99))),
            ways(group)));
  }

  private static double median(List<CellResult> group, ToDoubleFunction<CellResult> value) {
    return Medians.median(Medians.sorted(group.stream().mapToDouble(value)));
  }

  /** Of one call, which asks for as many objects as are in flight. */
  private static double micros(CellResult cell, double percentile) {
    return cell.times().getValueAtPercentile(percentile) / NS_PER_MICRO;
  }

  private static String ways(List<CellResult> group) {
    Map<String, Long> ways = new TreeMap<>();
    group.forEach(cell -> cell.ways().forEach((way, count) -> ways.merge(way, count, Long::sum)));
    long all = ways.values().stream().mapToLong(Long::longValue).sum();
    return ways.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(way -> "%s %d %%".formatted(way.getKey(), Math.round(100.0 * way.getValue() / all)))
        .collect(Collectors.joining(", "));
  }

  private List<String> pairs(Key key, List<CellResult> group) {
    if (key.pattern() != Pattern.ALL_PAIRS) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "all-pairs, %s, %d in flight: median µs of a call of the row's rank from the column's"
            .formatted(Units.size(key.sizeBytes()), key.inFlight()));
    StringBuilder header = new StringBuilder("    ");
    for (int from = 0; from < ranks; from++) {
      header.append(cell(from));
    }
    lines.add(header.toString());
    for (int to = 0; to < ranks; to++) {
      StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%4d", to));
      for (int from = 0; from < ranks; from++) {
        line.append(cell(from == to ? "-" : of(group, new Stage(from, to))));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String of(List<CellResult> group, Stage stage) {
    List<CellResult> pair = group.stream().filter(cell -> cell.stage().equals(stage)).toList();
    return Units.micros(median(pair, cell -> micros(cell, 50)));
  }

  private static String cell(Object text) {
    return String.format(Locale.ROOT, "%10s", text);
  }
}
