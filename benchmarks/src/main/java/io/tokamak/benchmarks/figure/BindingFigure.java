// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bound to processors, and not: Fig 4.2. */
final class BindingFigure {
  private static final String NUMA = "numa nodes";
  private static final double PUT_GAIN = 1.5;
  private static final double GET_GAIN = 1.55;
  private static final double DELETE_GAIN = 5;

  private final Measured all;
  private final Map<String, String> machine;

  BindingFigure(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure figure() {
    return new Figure(
        "binding",
        "Bound to processors, and not",
        "thesis, Fig 4.2",
        "The thesis' machines have two processors with half of the memory each (two NUMA nodes),"
            + " and the network card sits at one of them. Memory at the other processor is slower,"
            + " so binding the store to one side makes it faster. Where all memory is at the same"
            + " distance, what is left of it is that threads no longer move between cores.",
        charts(),
        claims(),
        "One client and one node. Bound: the client's thread on the first processor, the node with"
            + " all its threads on the second. Not bound: where the kernel puts them. Both in"
            + " turns.");
  }

  private List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    for (String operation : List.of("get", "put", "delete")) {
      List<Series> series = new ArrayList<>();
      series.addAll(free(operation).bySize("not bound", Looks.OTHER));
      series.addAll(bound(operation).bySize("bound", Looks.OURS));
      if (!series.isEmpty()) {
        charts.add(
            new LineChart(
                "Local " + operation + ", bound and not",
                Looks.size(),
                Looks.time("time of one " + operation),
                series,
                List.of()));
      }
    }
    return charts;
  }

  private Measured free(String operation) {
    return all.of("tokamak", "binding-" + operation);
  }

  private Measured bound(String operation) {
    return all.of("tokamak-bound", "binding-" + operation);
  }

  private List<Claim> claims() {
    return List.of(
        claim("put", "Bound, a put of small objects gets 1.5 times as much done.", PUT_GAIN),
        claim("get", "Bound, a get gets up to 1.55 times as much done.", GET_GAIN),
        claim("delete", "Bound, a delete gets up to 5 times as much done.", DELETE_GAIN));
  }

  private Claim claim(String operation, String text, double gain) {
    Optional<Double> best = best(operation);
    if (best.isEmpty()) {
      return Findings.missing(text, free(operation), bound(operation));
    }
    String found =
        "Bound is up to %s times as fast as not bound here".formatted(Findings.number(best.get()));
    if (machine.getOrDefault(NUMA, "1").equals("1")) {
      return Claim.untested(
          text,
          "This machine has one NUMA node: there is no far memory. "
              + found
              + ", which is what keeping threads in place does.");
    }
    return Claim.judged(text, best.get() >= gain, found + ".");
  }

  private Optional<Double> best(String operation) {
    return bound(operation).sizes().stream()
        .flatMap(size -> free(operation).ofSize(size).times(bound(operation).ofSize(size)).stream())
        .map(ratio -> ratio.median())
        .max(Double::compare);
  }
}
