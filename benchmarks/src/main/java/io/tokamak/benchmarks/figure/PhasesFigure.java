// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import static io.tokamak.benchmarks.figure.Looks.MIB;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.StackedChart;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where the time of a fetch goes, by the records of transfers: section 3.3 of the thesis. */
final class PhasesFigure {
  private static final double DOMINATES = 50;
  private static final Map<String, String> PHASES = phases();
  private static final Map<String, String> PROTOCOLS =
      Map.of("eager", "two-sided", "rendezvous", "one-sided", "chosen", "the protocol chosen");

  private final Measured all;

  PhasesFigure(Measured all) {
    this.all = all;
  }

  private static Map<String, String> phases() {
    Map<String, String> phases = new LinkedHashMap<>();
    phases.put("directory_us", "directory");
    phases.put("queue_us", "waiting");
    phases.put("connect_us", "connecting");
    phases.put("handshake_us", "handshake");
    phases.put("wire_us", "wire");
    phases.put("copy_us", "copy");
    phases.put("register_us", "registration");
    phases.put("verify_us", "checksum");
    phases.put("publish_us", "publish");
    return phases;
  }

  Figure figure() {
    List<Chart> charts = new ArrayList<>();
    for (String protocol : List.of("eager", "rendezvous", "chosen")) {
      for (String fabric : List.of("tcp", "shm")) {
        charts.addAll(chart(fabric, protocol));
      }
    }
    return new Figure(
        "phases",
        "Where the time goes",
        "thesis, section 3.3",
        "Each node keeps a record of each transfer, with the time of its phases: asking the"
            + " directory who has the object, the question to the holder and its answer"
            + " (handshake), bytes on their way (wire), copies on this node, the checksum, and"
            + " making the object visible (publish). The thesis saw copies outgrow everything else"
            + " in two-sided transfers as objects neared 1 MB, and made the one-sided protocol for"
            + " that reason.",
        charts,
        List.of(claim("shm", "over shared memory"), claim("tcp", "over TCP")),
        "Single fetches; means of the phases in the records of the receiving node. What the client"
            + " and its call take is not in them. Bytes that come with the answer are on their way"
            + " in the handshake; what the kernel copies for a socket is in the handshake or the"
            + " wire, and copies are those that the node makes itself.");
  }

  private Measured of(String fabric, String protocol) {
    return all.of(Looks.fetching(fabric, protocol), "profile");
  }

  private List<Chart> chart(String fabric, String protocol) {
    Measured measured = of(fabric, protocol);
    List<String> used =
        PHASES.keySet().stream()
            .filter(
                phase -> measured.rows().stream().anyMatch(row -> row.more().containsKey(phase)))
            .toList();
    if (used.isEmpty()) {
      return List.of();
    }
    List<StackedChart.Bar> bars = new ArrayList<>();
    for (int size : measured.sizes()) {
      List<Double> parts = used.stream().map(phase -> mean(measured.ofSize(size), phase)).toList();
      double sum = parts.stream().mapToDouble(Double::doubleValue).sum();
      bars.add(new StackedChart.Bar(Units.size(size), Unit.MICROS.text(sum), parts));
    }
    String title =
        "Phases by size: %s, %s"
            .formatted(
                PROTOCOLS.getOrDefault(protocol, protocol),
                fabric.equals("tcp") ? "TCP" : "shared memory");
    return List.of(
        new StackedChart(
            title,
            "size of the object",
            used.stream().map(phase -> PHASES.getOrDefault(phase, phase)).toList(),
            bars));
  }

  private static double mean(Measured measured, String phase) {
    return measured.rows().stream()
        .mapToDouble(row -> row.more().getOrDefault(phase, 0.0))
        .average()
        .orElse(0);
  }

  private Claim claim(String fabric, String how) {
    String text =
        "In two-sided transfers, copying dominates near 1 MB (more than half; " + how + ").";
    Measured measured = of(fabric, "eager").ofSize(MIB);
    if (measured.isEmpty()) {
      return Findings.missing(text, measured);
    }
    double sum = PHASES.keySet().stream().mapToDouble(phase -> mean(measured, phase)).sum();
    double share = mean(measured, "copy_us") / sum * 100;
    return Claim.judged(
        text,
        share > DOMINATES,
        "Copies on the receiving node are %s %% of the time at 1 MiB."
            .formatted(Findings.number(share)));
  }
}
