// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import static io.tokamak.benchmarks.figure.Looks.KIB;
import static io.tokamak.benchmarks.figure.Looks.MIB;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.figure.Findings.Named;
import java.util.ArrayList;
import java.util.List;

/** Fetching as Plasma did before the thesis, beside Redis: Fig 2.6 and slide 11. */
final class RemoteFigure {
  private static final double THESIS_AT_ONE_MB = 3.6;
  private static final double SIMILAR = 2;

  private final Measured all;

  RemoteFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    List<Series> series = new ArrayList<>();
    series.addAll(all.of("raw-socket", "fetch").bySize("bare socket (the ceiling)", Looks.OTHER));
    series.addAll(redis().bySize("Redis GET", Looks.REDIS));
    series.addAll(old().bySize("Plasma's way: chunks of 4 KiB", Looks.OLD_SOCKET));
    series.addAll(chosen().bySize("Tokamak", Looks.OURS));
    List<Chart> charts =
        series.isEmpty()
            ? List.of()
            : List.of(
                new LineChart(
                    "Fetching one object from another node, over TCP",
                    Looks.size(),
                    Looks.time("time of one fetch"),
                    series,
                    List.of()));
    return new Figure(
        "remote",
        "Fetching from another node, beside Redis",
        "thesis, Fig 2.6; slide 11",
        "An object is at another node and a program here wants it. Redis' clients ask the server, and the bytes come back."
            + " Plasma and Tokamak first ask a directory who has the object, then have it sent, and keep a copy in the store of"
            + " this node. Plasma sent it over a socket in chunks of 4 KiB, which is what the thesis found slow; Tokamak still"
            + " has that protocol, to be measured against.",
        charts,
        claims(),
        "Two nodes of one machine that reach each other over TCP on the loopback interface; the far one hosts the directory,"
            + " so a lookup is a round trip. One fetch at a time, all ways in turns. Redis is as its package comes.");
  }

  private Measured old() {
    return all.of(Looks.fetching("tcp", "socket4k"), "fetch");
  }

  private Measured chosen() {
    return all.of(Looks.fetching("tcp", "chosen"), "fetch");
  }

  private Measured redis() {
    return all.of(Looks.REDIS_OVER_TCP, "get");
  }

  private List<Claim> claims() {
    return List.of(
        Findings.atLeast(
            "Large objects: with 4 KiB chunks, 1 MB takes 3.6 times as long as from Redis.",
            THESIS_AT_ONE_MB,
            new Named("1 MiB in chunks of 4 KiB", old().ofSize(MIB)),
            new Named("Redis' GET", redis().ofSize(MIB))),
        Findings.atMost(
            "Small objects: about as long as from Redis (up to twice counts as that).",
            SIMILAR,
            new Named("1 KiB in Plasma's way", old().ofSize(KIB)),
            new Named("Redis' GET", redis().ofSize(KIB))));
  }
}
