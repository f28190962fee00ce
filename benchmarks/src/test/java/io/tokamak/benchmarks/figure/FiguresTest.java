// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import static io.tokamak.benchmarks.figure.Outcome.FAILS;
import static io.tokamak.benchmarks.figure.Outcome.HOLDS;
import static io.tokamak.benchmarks.figure.Outcome.UNTESTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tokamak.benchmarks.chart.LineChart;
import io.tokamak.benchmarks.chart.Point;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.result.ResultFile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verdicts, from rows. */
final class FiguresTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private static Row row(String system, String operation, int size, double micros) {
    return new Row(system, operation, size, 1, 8, 1, 1, micros, micros, 0);
  }

  private static Figure figure(String id, Map<String, String> machine, Row... rows) {
    return Figures.of(new ResultFile("", machine, List.of(), Arrays.asList(rows))).stream()
        .filter(figure -> figure.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static Claim claim(String id, String words, Row... rows) {
    return claim(id, words, Map.of(), rows);
  }

  private static Claim claim(String id, String words, Map<String, String> machine, Row... rows) {
    return figure(id, machine, rows).claims().stream()
        .filter(claim -> claim.text().contains(words))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldSayOfEverythingThatItWasNotMeasuredWhenNothingWas() {
    List<Figure> figures = Figures.of(new ResultFile("", Map.of(), List.of(), List.of()));
    assertThat(figures).hasSizeGreaterThan(10);
    assertThat(figures)
        .allSatisfy(figure -> {
          assertThat(figure.charts()).isEmpty();
          assertThat(figure.claims()).isNotEmpty();
          assertThat(figure.claims()).allMatch(claim -> claim.outcome() == UNTESTED);
        });
  }

  @Test
  void shouldCompareAGetWithRedis() {
    Row redis = row("redis", "get", MIB, 100);
    assertThat(claim("local", "20 times", redis, row("tokamak", "get", MIB, 5)).outcome())
        .isEqualTo(HOLDS);
    Claim slow = claim("local", "20 times", redis, row("tokamak", "get", MIB, 6));
    assertThat(slow.outcome()).isEqualTo(FAILS);
    assertThat(slow.finding()).contains("16.7 times", "one repetition, no interval");
  }

  @Test
  void shouldNameWhatWasNotMeasured() {
    Claim claim = claim("local", "20 times", row("tokamak", "get", MIB, 5));
    assertThat(claim.outcome()).isEqualTo(UNTESTED);
    assertThat(claim.finding())
        .isEqualTo(
            "Not measured in this run: Redis (get) of 1 MiB. bench figures measures Redis where it"
                + " is installed.");
    assertThat(claim("local", "20 times", row("redis", "get", MIB, 5)).finding())
        .isEqualTo("Not measured in this run: tokamak (get) of 1 MiB.");
  }

  @Test
  void shouldSayThatThereIsNoDeviceOnlyWhereThereIsNone() {
    for (String figure : List.of("connection", "protocols-small", "protocols-large")) {
      List<Claim> without = figure(figure, Map.of("rdma devices", "none")).claims();
      assertThat(without.getFirst().finding()).isEqualTo("This machine has no RDMA device.");
      List<Claim> with = figure(figure, Map.of("rdma devices", "mlx5_0")).claims();
      assertThat(with.getFirst().finding())
          .isEqualTo("Not measured in this run: fetching over RDMA.");
    }
  }

  @Test
  void shouldSeeWhetherATimeIsTheSameAtAllSizes() {
    Row small = row("tokamak", "get", KIB, 1);
    String same = "same time whatever the size of the object";
    assertThat(claim("local", same, small, row("tokamak", "get", MIB, 1.4)).outcome())
        .isEqualTo(HOLDS);
    assertThat(claim("local", same, small, row("tokamak", "get", MIB, 1.6)).outcome())
        .isEqualTo(FAILS);
    assertThat(claim("local", same, small).outcome()).isEqualTo(UNTESTED);
  }

  @Test
  void shouldGiveAnIntervalWhenThereAreRepetitions() {
    Claim claim =
        claim(
            "remote",
            "3.6 times",
            row("redis-tcp", "get", MIB, 100),
            row("redis-tcp", "get", MIB, 101),
            row("tokamak-tcp-socket4k", "fetch", MIB, 400),
            row("tokamak-tcp-socket4k", "fetch", MIB, 410));
    assertThat(claim.outcome()).isEqualTo(HOLDS);
    assertThat(claim.finding()).contains("95 % interval");
  }

  @Test
  void shouldJudgeBindingOnlyWhereMemoryIsNearAndFar() {
    Row free = row("tokamak", "binding-put", KIB, 2);
    Row bound = row("tokamak-bound", "binding-put", KIB, 1);
    Claim here = claim("binding", "put", Map.of("numa nodes", "1"), free, bound);
    assertThat(here.outcome()).isEqualTo(UNTESTED);
    assertThat(here.finding()).contains("one NUMA node", "2.00 times");
    assertThat(claim("binding", "put", Map.of("numa nodes", "2"), free, bound).outcome())
        .isEqualTo(HOLDS);
  }

  private static Row[] lines(double[] eager, double[] rendezvous) {
    Row[] rows = new Row[eager.length * 2];
    for (int i = 0; i < eager.length; i++) {
      int size = (4 * KIB) << (2 * i);
      rows[2 * i] = row("tokamak-shm-eager", "fetch", size, eager[i]);
      rows[2 * i + 1] = row("tokamak-shm-rendezvous", "fetch", size, rendezvous[i]);
    }
    return rows;
  }

  @Test
  void shouldFindWhereTheLinesCross() {
    Row[] rows = lines(new double[] {10, 20, 80}, new double[] {20, 20, 20});
    Claim claim = claim("protocols-small", "32 KB (over shared memory", rows);
    assertThat(claim.outcome()).isEqualTo(HOLDS);
    assertThat(claim.finding()).isEqualTo("The lines cross at 16.0 KiB.");
    Measured all = new Measured(Arrays.asList(rows));
    assertThat(
            Crossover.of(
                    all.of("tokamak-shm-eager", "fetch"), all.of("tokamak-shm-rendezvous", "fetch"))
                .orElseThrow())
        .isCloseTo(16 * KIB, within(1.0));
    assertThat(figure("protocols-small", Map.of(), rows).charts().getFirst().svg(600, 400, false))
        .contains("one-sided better from 16.0 KiB");
  }

  @Test
  void shouldSayWhenTheLinesDoNotCross() {
    Claim always =
        claim(
            "protocols-small",
            "32 KB (over shared memory",
            lines(new double[] {10, 20}, new double[] {5, 5}));
    assertThat(always.outcome()).isEqualTo(FAILS);
    assertThat(always.finding()).contains("faster at every size");
    Claim never =
        claim(
            "protocols-small",
            "32 KB (over shared memory",
            lines(new double[] {10, 20}, new double[] {50, 50}));
    assertThat(never.finding()).contains("Two-sided is faster up to the largest");
  }

  @Test
  void shouldNameTheSizesThatAreSlowerThanRedis() {
    Claim claim =
        claim(
            "optimised",
            "over TCP",
            row("redis-tcp", "get", KIB, 30),
            row("tokamak-tcp-chosen", "fetch", KIB, 60),
            row("redis-tcp", "get", MIB, 300),
            row("tokamak-tcp-chosen", "fetch", MIB, 100));
    assertThat(claim.outcome()).isEqualTo(FAILS);
    assertThat(claim.finding()).contains("Faster: 1 MiB 3.00×", "Slower: 1 KiB 0.500×");
  }

  @Test
  void shouldSeeWhetherCopiesDominate() {
    Row row = row("tokamak-shm-eager", "profile", MIB, 100).with("copy_us", 60).with("wire_us", 40);
    assertThat(claim("phases", "shared memory", row).outcome()).isEqualTo(HOLDS);
    assertThat(claim("phases", "shared memory", row.with("directory_us", 50)).outcome())
        .isEqualTo(FAILS);
  }

  @Test
  void shouldShareOutTheHarness() {
    Row get = row("tokamak", "get", KIB, 0.03);
    assertThat(claim("harness", "batches", get, row("harness", "nothing", KIB, 0.0005)).outcome())
        .isEqualTo(HOLDS);
    assertThat(claim("harness", "batches", get, row("harness", "nothing", KIB, 0.0007)).outcome())
        .isEqualTo(FAILS);
  }

  @Test
  void shouldSeeWhatObjectsInOneCallBring() {
    Row row =
        row("tokamak-tcp-chosen", "in-flight", KIB, 8).among(2, 256).with("ops_per_s", 125_000);
    assertThat(claim("in-flight", "100,000", row).outcome()).isEqualTo(HOLDS);
    assertThat(claim("in-flight", "100,000", row.with("ops_per_s", 99_000)).outcome())
        .isEqualTo(FAILS);
  }

  private static Row paced(int fetches, double high) {
    return new Row("tokamak-tcp-chosen", "paced", KIB, 1, 8, fetches, 1, 100, high, 0)
        .with("load_percent", 50)
        .with("due_p50_us", 100)
        .with("due_p99_us", high)
        .with("due_p999_us", 2 * high);
  }

  @Test
  void shouldJudgeTheSlowOnesOnlyWhereThereAreFetchesEnough() {
    assertThat(claim("load", "over TCP", paced(200, 900)).outcome()).isEqualTo(HOLDS);
    assertThat(claim("load", "over TCP", paced(200, 1_100)).outcome()).isEqualTo(FAILS);
    Claim few = claim("load", "over TCP", paced(1_000, 900), paced(19, 900));
    assertThat(few.outcome()).isEqualTo(UNTESTED);
    assertThat(few.finding()).contains("Only 19 fetches", "from 200 on");
    assertThat(percentiles(paced(999, 900))).doesNotContain(3.0).contains(2.0);
    assertThat(percentiles(paced(1_000, 900))).contains(3.0);
  }

  private static List<Double> percentiles(Row row) {
    LineChart chart = (LineChart) figure("load", Map.of(), row).charts().getFirst();
    return chart.series().getFirst().points().stream().map(Point::x).toList();
  }

  @Test
  void shouldHoldTheProjectToItsPromises() {
    Row[] rows = {
      row("redis", "get", MIB, 300),
      row("tokamak", "get", MIB, 0.03),
      row("redis-tcp", "get", MIB, 300),
      row("tokamak-tcp-chosen", "fetch", MIB, 100)
    };
    assertThat(claim("promises", "get 1 MiB beside Redis GET: at least 5,000x", rows).outcome())
        .isEqualTo(HOLDS);
    Claim remote = claim("promises", "tcp 1 MiB: times as fast as Redis GET", rows);
    assertThat(remote.outcome()).isEqualTo(FAILS);
    assertThat(remote.finding()).startsWith("Measured 3.00");
  }
}
