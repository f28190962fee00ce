// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.harness.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store with all it has, beside Redis: slides 17 and 18. */
final class AgainstRedisFigure {
  private final Measured all;

  AgainstRedisFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    List<Series> series = new ArrayList<>();
    series.addAll(all.of("memcpy", "fetch").bySize("a copy within memory (the floor)", Looks.COPY));
    series.addAll(all.of("raw-socket", "fetch").bySize("bare socket", Looks.OTHER));
    series.addAll(redis().bySize("Redis GET", Looks.REDIS));
    series.addAll(ours("tcp").bySize("Tokamak over TCP", Looks.DIRECT));
    series.addAll(ours("shm").bySize("Tokamak over shared memory", Looks.OURS));
    List<Chart> charts =
        series.isEmpty()
            ? List.of()
            : List.of(
                new LineChart(
                    "Fetching one object, the protocol chosen by cost",
                    Looks.size(),
                    Looks.time("time of one fetch"),
                    series,
                    List.of()));
    return new Figure(
        "optimised",
        "After the optimisation, beside Redis",
        "slides 17 and 18",
        "The thesis' result: with its protocols the store brings objects of all common sizes faster"
            + " than one Redis server, though it does more: it looks up who has the object, and"
            + " keeps a copy that everybody on this machine can then read for nothing. Tokamak"
            + " chooses the protocol by costs it measures when it starts.",
        charts,
        List.of(claim("shm", "over shared memory"), claim("tcp", "over TCP")),
        "As above, with the protocol left to the node. Redis' answer goes to the client's memory;"
            + " Tokamak's object goes into the store of the client's node. Over RDMA it cannot be"
            + " tested without such a device.");
  }

  private Measured ours(String fabric) {
    return all.of(Looks.fetching(fabric, "chosen"), "fetch");
  }

  private Measured redis() {
    return all.of(Looks.REDIS_OVER_TCP, "get");
  }

  private Claim claim(String fabric, String how) {
    String text = "Objects of all common sizes arrive sooner than from Redis (" + how + ").";
    List<String> slower = new ArrayList<>();
    List<String> faster = new ArrayList<>();
    for (int size : ours(fabric).sizes()) {
      Optional<Double> ratio =
          redis().ofSize(size).times(ours(fabric).ofSize(size)).map(found -> found.median());
      ratio.ifPresent(times ->
          (times >= 1 ? faster : slower)
              .add(Units.size(size) + " " + Findings.number(times) + "×"));
    }
    if (slower.isEmpty() && faster.isEmpty()) {
      return Findings.missing(text, redis(), ours(fabric));
    }
    return Claim.judged(
        text, slower.isEmpty(), sentence("Faster: ", faster) + sentence("Slower: ", slower));
  }

  private static String sentence(String beginning, List<String> sizes) {
    return sizes.isEmpty() ? "" : beginning + String.join(", ", sizes) + " as fast as Redis. ";
  }
}
