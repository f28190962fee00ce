// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.harness.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** More clients, and more objects at once. */
final class ScalingFigures {
  private static final String RATE = "ops_per_s";
  private static final double KEPT = 0.9;
  private static final double BULK_RATE = 100_000;

  private final Measured all;
  private final Map<String, String> machine;

  ScalingFigures(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure clients() {
    List<Series> series = new ArrayList<>();
    series.addAll(clients("redis", "Redis", Looks.REDIS));
    series.addAll(clients("tokamak", "Tokamak", Looks.OURS));
    return new Figure(
        "clients",
        "More clients on one machine",
        "the project's own",
        "Readers of shared memory do not meet: they ask no server, take no lock and write nothing"
            + " in common. More of them get more done until the processors are used up, and from"
            + " there on not less.",
        chart("Clients that read objects of 1 KiB", "client processes", "all together", series),
        List.of(keepsUp()),
        "Client processes get and copy objects of 1 KiB, random ones of 20,000, all at once;"
            + " operations a second of all together. This machine has "
            + machine.getOrDefault("cores", "?")
            + " processors.");
  }

  private List<Series> clients(String system, String name, int look) {
    return all.of(system, "scaling-get+read").by(name, look, Row::clients, ScalingFigures::rate);
  }

  private static double rate(Row row) {
    return row.more().getOrDefault(RATE, 0.0);
  }

  private static List<Chart> chart(String title, String x, String y, List<Series> series) {
    return series.isEmpty()
        ? List.of()
        : List.of(
            new LineChart(
                title,
                Axis.logarithmic(x, Unit.COUNT),
                Axis.logarithmic("operations, " + y, Unit.PER_SECOND),
                series,
                List.of()));
  }

  private Claim keepsUp() {
    String text = "The most clients get at least 0.9 of what the best number of clients gets done.";
    List<Series> ours = clients("tokamak", "", Looks.OURS);
    if (ours.isEmpty()) {
      return Findings.missing(text, all.of("tokamak", "scaling-get+read"));
    }
    List<Double> rates =
        ours.getFirst().points().stream().map(point -> point.summary().median()).toList();
    double best = rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
    double share = rates.getLast() / best;
    return Claim.judged(
        text,
        share >= KEPT,
        "%s of the best, which is %s."
            .formatted(Findings.number(share), Unit.PER_SECOND.text(best)));
  }

  Figure inFlight() {
    List<Series> series = new ArrayList<>();
    series.addAll(inFlight("raw-socket", "bare socket", Looks.OTHER));
    series.addAll(inFlight(Looks.REDIS_OVER_TCP, "Redis, pipelined", Looks.REDIS));
    series.addAll(inFlight(Looks.fetching("tcp", "chosen"), "Tokamak over TCP", Looks.DIRECT));
    series.addAll(
        inFlight(Looks.fetching("shm", "chosen"), "Tokamak over shared memory", Looks.OURS));
    return new Figure(
        "in-flight",
        "More objects at once",
        "the project's own",
        "A fetch of one object waits for one answer after the other. A fetch of many asks for all"
            + " of them at once, and the waiting is shared.",
        chart(
            "Fetching objects of 1 KiB, many in one call",
            "objects in one call",
            "of one client",
            series),
        List.of(bulk()),
        "One client, one call after the other. The bare socket and Redis have at most 32 requests"
            + " under way.");
  }

  private List<Series> inFlight(String system, String name, int look) {
    return all.of(system, "in-flight").by(name, look, Row::inFlight, ScalingFigures::rate);
  }

  private Claim bulk() {
    String text = "Over TCP, many objects of 1 KiB in one call: at least 100,000 a second.";
    Measured measured = all.of(Looks.fetching("tcp", "chosen"), "in-flight");
    OptionalDouble best =
        measured.by("", 0, Row::inFlight, ScalingFigures::rate).stream()
            .flatMap(series -> series.points().stream())
            .mapToDouble(point -> point.summary().median())
            .max();
    return best.isPresent()
        ? Claim.judged(
            text,
            best.getAsDouble() >= BULK_RATE,
            "At most " + Unit.PER_SECOND.text(best.getAsDouble()) + ".")
        : Findings.missing(text, measured);
  }
}
