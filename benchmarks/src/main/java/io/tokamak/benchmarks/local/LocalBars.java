// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static java.util.stream.Collectors.joining;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/**
 * What the local store must reach, judged by the rows of one run. Where nothing was measured for
 * the promises themselves, the rows of the tables say as much of them as they can.
 */
final class LocalBars {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;
  private static final String OURS = "tokamak";
  private static final String REDIS = "redis";
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double MICROS_PER_PERCENT = 1e4;

  private final List<Row> rows;
  private final boolean promised;
  private final List<Bar> bars = new ArrayList<>();

  LocalBars(List<Row> rows) {
    this.rows = List.copyOf(rows);
    this.promised = rows.stream().anyMatch(row -> row.operation().startsWith(Promises.PREFIX));
  }

  /** As far as it was measured. */
  List<Bar> judge() {
    node();
    readers();
    besideRedis("get+read 1 KiB, random over 20,000, beside Redis GET", 80, "get+read", "get", KIB);
    besideRedis("contains beside Redis EXISTS", 100, "contains", "contains", KIB);
    besideRedis("put 1 KiB beside Redis SET", 12, "put", "put", KIB);
    besideRedis("get 1 MiB beside Redis GET", 5000, "get", "get", MIB);
    allocation();
    put();
    sizes();
    return bars;
  }

  /** What of it was not measured, in words. */
  static List<String> missing(List<Row> rows) {
    List<String> missing = new ArrayList<>();
    List<Row> promised =
        rows.stream().filter(row -> row.operation().startsWith(Promises.PREFIX)).toList();
    if (promised.isEmpty()) {
      missing.add(
          "the start, memory and idleness of a node, two and eight readers, put beside a copy,"
              + " allocation");
    }
    if (rows.stream().noneMatch(row -> row.system().equals(REDIS))) {
      missing.add("everything beside Redis");
    }
    return missing;
  }

  private void node() {
    List<Row> starts = of(OURS, NodeRows.START);
    if (!starts.isEmpty()) {
      List<Double> seconds =
          starts.stream().map(row -> row.p50Micros() / MICROS_PER_SECOND).toList();
      List<Double> mib = figures(starts, NodeRows.RESIDENT_MIB);
      bars.add(
          Bar.atMost(
              "node with 1 GiB: start to first accepted put",
              1,
              Medians.median(seconds),
              " s",
              range(seconds) + " s"));
      bars.add(
          Bar.atMost(
              "node with 1 GiB: resident beyond the segment",
              120,
              Medians.median(mib),
              " MiB",
              range(mib) + " MiB"));
    }
    for (Row idle : of(OURS, NodeRows.IDLE)) {
      double percent = idle.p50Micros() / MICROS_PER_PERCENT;
      bars.add(Bar.atMost("idle node: share of a core", 1, percent, " %", "with a silent client"));
    }
  }

  private void readers() {
    List<Row> two = readers(ReaderRows.TWO);
    List<Row> many = readers(ReaderRows.MANY);
    if (two.isEmpty() || many.isEmpty()) {
      return;
    }
    String basis =
        "2: %s M/s, 8: %s M/s get+read of 1 KiB".formatted(millions(two), millions(many));
    if (Runtime.getRuntime().availableProcessors() > 1) {
      bars.add(
          Bar.atLeast(
              "2 reading processes: each, of one alone",
              0.85,
              Medians.median(figures(two, ReaderRows.OF_ONE_ALONE)),
              "",
              basis));
    }
    bars.add(
        Bar.atLeast(
            "8 reading processes: together, of 2 together",
            1,
            Medians.median(figures(many, ReaderRows.OF_TWO)),
            "",
            basis));
  }

  private List<Row> readers(int clients) {
    return of(OURS, ReaderRows.READERS).stream().filter(row -> row.clients() == clients).toList();
  }

  private static String millions(List<Row> readers) {
    return Units.significant(Medians.median(figures(readers, ReaderRows.RATE)) / 1e6);
  }

  private void besideRedis(
      String name, double required, String operation, String theirs, int size) {
    List<Row> ours = of(OURS, operation(operation), size);
    List<Row> redis = of(REDIS, operation(theirs), size);
    ratio(name, required, redis, ours, "x", "Redis");
  }

  /** How many times as fast ours is as theirs. */
  private void ratio(
      String name, double required, List<Row> theirs, List<Row> ours, String unit, String who) {
    if (!ours.isEmpty() && !theirs.isEmpty()) {
      String basis = "%s µs, %s %s µs".formatted(shown(ours), who, shown(theirs));
      bars.add(Bar.atLeast(name, required, micros(theirs) / micros(ours), unit, basis));
    }
  }

  private void allocation() {
    List<Double> allocated = figures(of(OURS, Promises.PREFIX + "get", MIB), SpeedRows.ALLOCATED);
    if (!allocated.isEmpty()) {
      bars.add(
          Bar.atMost(
              "get and release by a reused handle: allocated",
              0.01,
              Medians.median(allocated),
              " B/op",
              "8 objects"));
    }
  }

  private void put() {
    ratio(
        "put 1 MiB: share of the speed of a plain copy",
        0.85,
        of("memcpy", Promises.PREFIX + "put", MIB),
        of(OURS, Promises.PREFIX + "put", MIB),
        "",
        "copy");
  }

  private void sizes() {
    String operation = promised ? SpeedRows.EACH_SIZE : "get";
    List<Integer> sizes =
        of(OURS, operation).stream().map(Row::sizeBytes).distinct().sorted().toList();
    if (sizes.size() > 1) {
      List<Double> micros = sizes.stream().map(size -> micros(of(OURS, operation, size))).toList();
      double[] sorted = Medians.sorted(micros.stream().mapToDouble(Double::doubleValue));
      bars.add(
          Bar.atMost(
              "get and release, %s to %s: slowest to fastest"
                  .formatted(Units.size(sizes.getFirst()), Units.size(sizes.getLast())),
              1.5,
              sorted[sorted.length - 1] / sorted[0],
              "x",
              "µs " + micros.stream().map(Units::micros).collect(joining(", "))));
    }
  }

  private String operation(String plain) {
    return promised ? Promises.PREFIX + plain : plain;
  }

  private List<Row> of(String system, String operation) {
    return rows.stream()
        .filter(row -> row.system().equals(system) && row.operation().equals(operation))
        .toList();
  }

  private List<Row> of(String system, String operation, int sizeBytes) {
    return of(system, operation).stream().filter(row -> row.sizeBytes() == sizeBytes).toList();
  }

  private static double micros(List<Row> repetitions) {
    return Medians.ofMicros(repetitions).orElseThrow();
  }

  private static List<Double> figures(List<Row> repetitions, String name) {
    return repetitions.stream().flatMap(row -> Stream.ofNullable(row.more().get(name))).toList();
  }

  private static String shown(List<Row> repetitions) {
    List<Double> all = repetitions.stream().map(Row::p50Micros).toList();
    return "%s (%s)".formatted(Units.micros(micros(repetitions)), spread(all, Units::micros));
  }

  private static String range(List<Double> values) {
    return spread(values, Units::significant);
  }

  private static String spread(List<Double> values, DoubleFunction<String> text) {
    double[] sorted = Medians.sorted(values.stream().mapToDouble(Double::doubleValue));
    return text.apply(sorted[0]) + " to " + text.apply(sorted[sorted.length - 1]);
  }
}
