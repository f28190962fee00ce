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
import java.util.Map;

/** Operations within one machine, beside Redis and memcached: Fig 2.5. */
final class LocalFigure {
  private static final double SAME = 1.5;
  private static final double SAME_FOR_CALLS = 3;
  private static final double THESIS_GET = 20;
  private static final Map<String, String> TITLES =
      Map.of(
          "put", "Put: a new object, from the client's memory into the store",
          "get", "Get: until the client can read the bytes",
          "delete", "Delete");

  private final Measured all;

  LocalFigure(Measured all) {
    this.all = all;
  }

  Figure figure() {
    return new Figure(
        "local",
        "Operations within one machine, beside Redis",
        "thesis, Fig 2.5",
        "A program puts objects into the store of its machine, gets them and deletes them. Redis and memcached move the"
            + " bytes through a socket each time. Plasma, the store of the thesis, and Tokamak share memory with their clients:"
            + " a get hands out a view of the bytes, whatever their number, and copies nothing.",
        charts(),
        claims(),
        "One client process of each system in turns, on unix sockets, with the same sizes and numbers of objects, as fast as"
            + " it can. Get goes round 8 objects at each size. Operations under 1 µs are timed in batches of about 20 µs.");
  }

  private List<Chart> charts() {
    List<Chart> charts = new ArrayList<>();
    for (String operation : List.of("put", "get", "delete")) {
      List<Series> series = new ArrayList<>();
      series.addAll(all.of("memcached", operation).bySize("memcached", Looks.OTHER));
      series.addAll(all.of("redis", operation).bySize("Redis", Looks.REDIS));
      series.addAll(all.of("tokamak", operation).bySize("Tokamak", Looks.OURS));
      if (!series.isEmpty()) {
        charts.add(
            new LineChart(
                TITLES.getOrDefault(operation, operation),
                Looks.size(),
                Looks.time("time of one " + operation),
                series,
                List.of()));
      }
    }
    return charts;
  }

  private List<Claim> claims() {
    Measured get = all.of("tokamak", "get");
    return List.of(
        Findings.constant("A get takes the same time whatever the size of the object.", SAME, get),
        Findings.atLeast(
            "A get of 1 MB is 20 times as fast as Redis'.",
            THESIS_GET,
            new Named("Redis' GET of 1 MiB", all.of("redis", "get").ofSize(MIB)),
            new Named("Tokamak's get", get.ofSize(MIB))),
        Findings.atLeast(
            "A put takes somewhat longer than Redis' (it is create, copy, seal and release).",
            1,
            new Named("Tokamak's put of 1 KiB", all.of("tokamak", "put").ofSize(KIB)),
            new Named("Redis' SET", all.of("redis", "put").ofSize(KIB))),
        Findings.constant(
            "A delete takes the same time whatever the size: Plasma's (here Tokamak's).",
            SAME_FOR_CALLS,
            upToOneMib(all.of("tokamak", "delete"))),
        Findings.constant(
            "A delete takes the same time whatever the size: Redis'.",
            SAME_FOR_CALLS,
            upToOneMib(all.of("redis", "delete"))));
  }

  private static Measured upToOneMib(Measured measured) {
    return measured.where(row -> row.sizeBytes() <= MIB);
  }
}
