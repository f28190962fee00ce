// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import static io.tokamak.benchmarks.figure.Looks.KIB;
import static io.tokamak.benchmarks.figure.Looks.MIB;

import io.tokamak.benchmarks.chart.Chart;
import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Mark;
import io.tokamak.benchmarks.chart.Series;
import io.tokamak.benchmarks.chart.Unit;
import io.tokamak.benchmarks.figure.Findings.Named;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Small and large objects by protocol, and from where on which is better: slides 15 and 16. */
final class ProtocolFigures {
  private static final int BORDER = 64 * KIB;
  private static final double GAIN_AT_ONE_KB = 1.15;
  private static final double GAIN_AT_FOUR_MB = 7;
  private static final int THESIS_CROSSOVER = 32 * KIB;
  private static final Map<String, String> FABRICS =
      Map.of("tcp", "over TCP", "shm", "over shared memory", "ucx", "over RDMA");

  private final Measured all;
  private final Map<String, String> machine;

  ProtocolFigures(Measured all, Map<String, String> machine) {
    this.all = all;
    this.machine = machine;
  }

  Figure small() {
    return new Figure(
        "protocols-small",
        "Small objects by protocol",
        "slide 15",
        "There are several ways to bring an object over. Socket: the holder writes it in chunks."
            + " Two-sided: the object rides in a message through buffers made ready before, which"
            + " costs a copy at each end and nothing else. One-sided: the holder says where the"
            + " object lies, and the receiver reads it from there, without copies but with one more"
            + " round trip. The thesis also registered memory for each one-sided transfer, which is"
            + " what made that worth it only from 32 KB on; Tokamak registers its whole store once."
            + " Direct is Tokamak's own: the directory already says where the object lies, and"
            + " nobody is asked at all.",
        charts(true),
        List.of(
            overRdma(
                "Two-sided sends bring 1 KB 15 % faster than sockets.",
                GAIN_AT_ONE_KB, "eager", KIB),
            Findings.atLeast(
                "The same over shared memory: two-sided brings 1 KB 15 % faster than 4 KiB chunks.",
                GAIN_AT_ONE_KB,
                new Named("1 KiB in chunks", fetch("shm", "socket4k").ofSize(KIB)),
                new Named("two-sided", fetch("shm", "eager").ofSize(KIB))),
            Findings.atLeast(
                "One-sided reads of small objects take longer than two-sided sends.",
                1,
                new Named(
                    "Over shared memory, one-sided 1 KiB", fetch("shm", "rendezvous").ofSize(KIB)),
                new Named("two-sided", fetch("shm", "eager").ofSize(KIB))),
            crossover("shm"),
            crossover("tcp")),
        method());
  }

  Figure large() {
    return new Figure(
        "protocols-large",
        "Large objects by protocol",
        "slide 16",
        "The same protocols where copies count more than round trips. Socket in chunks of 4 KiB is"
            + " what Plasma did before the thesis. The chunk size alone makes most of the"
            + " difference, so the same socket protocol with chunks of 1 MiB is shown as well.",
        charts(false),
        List.of(
            overRdma(
                "One-sided reads bring 4 MB with 7 times the throughput of sockets.",
                GAIN_AT_FOUR_MB,
                "rendezvous",
                4 * MIB),
            sevenTimes("shm"),
            sevenTimes("tcp"),
            order("shm", "Of large objects, one-sided reads are faster than two-sided sends."),
            Findings.atLeast(
                "Two-sided sends of large objects are faster than sockets with chunks of 4 KiB.",
                1,
                new Named(
                    "Over shared memory, 4 MiB in chunks",
                    fetch("shm", "socket4k").ofSize(4 * MIB)),
                new Named("two-sided", fetch("shm", "eager").ofSize(4 * MIB)))),
        method());
  }

  private static String method() {
    return "Two nodes of one machine, over TCP on the loopback interface and over shared memory,"
        + " where a one-sided read is truly one: no processor of the holder takes part. Each"
        + " protocol is pinned in turn; a lookup in the directory, the transfer, and the"
        + " sealing of the copy are in the time. Throughput is the size by that time.";
  }

  private static String how(String fabric) {
    return FABRICS.getOrDefault(fabric, fabric);
  }

  private Measured fetch(String fabric, String protocol) {
    return all.of(Looks.fetching(fabric, protocol), "fetch");
  }

  private Claim overRdma(String claim, double gain, String protocol, int size) {
    Measured measured = fetch("ucx", protocol).ofSize(size);
    if (measured.isEmpty()) {
      return Findings.withoutRdma(claim, machine);
    }
    return Findings.atLeast(
        claim,
        gain,
        new Named("In chunks of 4 KiB over TCP it", fetch("tcp", "socket4k").ofSize(size)),
        new Named("this protocol over RDMA", measured));
  }

  private Claim sevenTimes(String fabric) {
    return Findings.atLeast(
        "The same %s: one-sided brings 4 MB 7 times as fast as 4 KiB chunks."
            .formatted(how(fabric)),
        GAIN_AT_FOUR_MB,
        new Named("4 MiB in chunks " + how(fabric), fetch(fabric, "socket4k").ofSize(4 * MIB)),
        new Named("one-sided", fetch(fabric, "rendezvous").ofSize(4 * MIB)));
  }

  private Claim order(String fabric, String claim) {
    return Findings.atLeast(
        claim,
        1,
        new Named("Two-sided 4 MiB " + how(fabric), fetch(fabric, "eager").ofSize(4 * MIB)),
        new Named("one-sided", fetch(fabric, "rendezvous").ofSize(4 * MIB)));
  }

  private Claim crossover(String fabric) {
    String claim =
        "One-sided becomes better than two-sided at about 32 KB (%s; 16 to 64 KiB counts as that)."
            .formatted(how(fabric));
    Measured eager = fetch(fabric, "eager");
    Measured rendezvous = fetch(fabric, "rendezvous");
    if (eager.isEmpty() || rendezvous.isEmpty()) {
      return Findings.missing(claim, eager, rendezvous);
    }
    OptionalDouble at = Crossover.of(eager, rendezvous);
    if (at.isEmpty()) {
      int largest = eager.sizes().getLast();
      boolean always = Crossover.advantage(eager, rendezvous, largest) > 0;
      return Claim.judged(
          claim,
          false,
          always
              ? "One-sided is faster at every size measured: with the store registered once, it has"
                  + " no cost to make up for."
              : "Two-sided is faster up to the largest size measured.");
    }
    double bytes = at.getAsDouble();
    return Claim.judged(
        claim,
        bytes >= THESIS_CROSSOVER / 2.0 && bytes <= THESIS_CROSSOVER * 2.0,
        "The lines cross at %s KiB.".formatted(Findings.number(bytes / KIB)));
  }

  private List<Chart> charts(boolean small) {
    List<Chart> charts = new ArrayList<>();
    for (String fabric : List.of("ucx", "shm", "tcp")) {
      List<Series> series = series(fabric, small);
      if (!series.isEmpty()) {
        String what = small ? "Small objects " : "Large objects ";
        charts.add(
            new LineChart(
                what + how(fabric),
                Looks.size(),
                small
                    ? Looks.time("time of one fetch")
                    : io.tokamak.benchmarks.chart.Axis.logarithmic(
                        "throughput", Unit.MEGABYTES_PER_SECOND),
                series,
                marks(fabric, small)));
      }
    }
    return charts;
  }

  private List<Mark> marks(String fabric, boolean small) {
    OptionalDouble at = Crossover.of(fetch(fabric, "eager"), fetch(fabric, "rendezvous"));
    return at.isPresent() && at.getAsDouble() <= BORDER == small
        ? List.of(
            new Mark(
                at.getAsDouble(),
                "one-sided better from %s KiB".formatted(Findings.number(at.getAsDouble() / KIB))))
        : List.of();
  }

  private List<Series> series(String fabric, boolean small) {
    List<Series> series = new ArrayList<>();
    add(series, fabric, "socket4k", "socket, 4 KiB chunks", Looks.OLD_SOCKET, small);
    add(series, fabric, "socket", "socket, 1 MiB chunks", Looks.SOCKET, small);
    add(series, fabric, "eager", "two-sided", Looks.TWO_SIDED, small);
    add(series, fabric, "rendezvous", "one-sided", Looks.ONE_SIDED, small);
    add(series, fabric, "direct", "direct (Tokamak's own)", Looks.OURS, small);
    return series;
  }

  private void add(
      List<Series> series, String fabric, String protocol, String name, int look, boolean small) {
    Measured shown =
        fetch(fabric, protocol)
            .where(row -> small ? row.sizeBytes() <= BORDER : row.sizeBytes() >= BORDER);
    series.addAll(
        small
            ? shown.bySize(name, look)
            : shown.by(
                name, look, row -> row.sizeBytes(), row -> row.sizeBytes() / row.p50Micros()));
  }
}
