// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Axis;
import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.figure.Findings.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the first fetch from a node costs, and what later ones do: section 3.1 of the thesis. */
final class ConnectionFigure {
  private static final double THESIS_MICROS = 300_000;
  private static final List<String> MOMENTS = List.of("first", "second", "tenth", "later");
  private static final List<String> NAMES = List.of("first fetch", "second", "tenth", "later ones");

  private final Measured all;
  private final Map<String, String> machine;

  ConnectionFigure(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure figure() {
    List<Series> series = new ArrayList<>();
    series.addAll(series("ucx", "over RDMA", Looks.ONE_SIDED));
    series.addAll(series("tcp", "over TCP", Looks.DIRECT));
    series.addAll(series("shm", "over shared memory", Looks.OURS));
    List<Chart> charts =
        series.isEmpty()
            ? List.of()
            : List.of(
                new LineChart(
                    "The first fetches of a new node, 1 KiB each",
                    Axis.ofNames("", NAMES),
                    Looks.time("time of one fetch"),
                    series,
                    List.of()));
    return new Figure(
        "connection",
        "The first connection, and those after it",
        "thesis, section 3.1",
        "To make an InfiniBand connection the thesis needed about 300 ms, most of it for making and"
            + " pinning buffers. It therefore keeps what was made, so that only the first transfer"
            + " between two nodes pays. Tokamak has one record for each peer and registers its"
            + " store once, at start.",
        charts,
        claims(),
        "New nodes, one after the other, each with a connection to nobody, fetch 400 objects from a"
            + " node that was there before. In the first fetch is also code that the new node has"
            + " never run; the second shows that part without the connection. Later ones: median of"
            + " the last hundred.");
  }

  private Measured moment(String fabric, String moment) {
    return all.of(Looks.fetching(fabric, "chosen"), "connection-" + moment);
  }

  private List<Series> series(String fabric, String name, int look) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < MOMENTS.size(); i++) {
      List<Double> micros = moment(fabric, MOMENTS.get(i)).micros();
      if (!micros.isEmpty()) {
        points.add(new Point(i, micros));
      }
    }
    return points.isEmpty() ? List.of() : List.of(new Series(name, look, points));
  }

  private List<Claim> claims() {
    return List.of(
        overRdma(),
        below("tcp", "over TCP"),
        below("shm", "over shared memory"),
        Findings.atLeast(
            "Only the first transfer pays for the connection; later ones use it again.",
            1,
            new Named("The first fetch over TCP", moment("tcp", "first")),
            new Named("later ones", moment("tcp", "later"))));
  }

  private Claim overRdma() {
    String text =
        "The first RDMA connection between two nodes costs about 300 ms (100 to 900 ms counts as"
            + " that).";
    return moment("ucx", "first")
        .median()
        .map(micros ->
            Claim.judged(
                text,
                micros >= THESIS_MICROS / 3 && micros <= THESIS_MICROS * 3,
                "The first fetch over RDMA takes %s ms.".formatted(Findings.number(micros / 1e3))))
        .orElseGet(() -> Findings.withoutRdma(text, machine));
  }

  private Claim below(String fabric, String how) {
    String text = "Tokamak's own: the first fetch takes less than those 300 ms (" + how + ").";
    return moment(fabric, "first")
        .median()
        .map(micros ->
            Claim.judged(
                text,
                micros < THESIS_MICROS,
                "The first fetch takes %s ms, all in all."
                    .formatted(Findings.number(micros / 1e3))))
        .orElseGet(() -> Findings.missing(text, moment(fabric, "first")));
  }
}
