// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verdicts, from rows. */
final class LocalBarsTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private static Row row(String system, String operation, int size, double micros) {
    return new Row(system, operation, size, 1, 8, 1, 1, micros, micros, 0);
  }

  private static Row readers(int clients) {
    return new Row("tokamak", "promise-readers", KIB, clients, 8, 1, 1, 0.1, 0.1, 0)
        .with("ops_per_s", clients * 1e6);
  }

  private static Bar bar(Row... rows) {
    return bars(rows).getFirst();
  }

  private static List<Bar> bars(Row... rows) {
    return new LocalBars(List.of(rows)).judge();
  }

  @Test
  void shouldJudgeHowANodeStartsAndRests() {
    Row start = row("tokamak", "promise-start", KIB, 900_000).with("resident_mib", 121);
    assertThat(bars(start)).extracting(Bar::met).containsExactly(true, false);
    Bar idle = bar(row("tokamak", "promise-idle-second", KIB, 5_500));
    assertThat(idle.measured()).isEqualTo(0.55);
    assertThat(idle.met()).isTrue();
    assertThat(bar(row("tokamak", "promise-idle-second", KIB, 10_100)).met()).isFalse();
  }

  @Test
  void shouldCompareReadersWithFewerOfThem() {
    List<Bar> bars =
        bars(
            readers(2).with("of_one_alone", 0.9),
            readers(2).with("of_one_alone", 0.8),
            readers(2).with("of_one_alone", 0.7),
            readers(8).with("of_two", 1.02));
    assertThat(bars).hasSizeBetween(1, 2); // two readers need two processors
    assertThat(bars.getLast().met()).isTrue();
    assertThat(bars.getLast().measured()).isEqualTo(1.02);
    assertThat(bars.getLast().basis()).contains("2: 2.00 M/s, 8: 8.00 M/s");
  }

  @Test
  void shouldCompareWithRedisInTheSameRun() {
    Row redis = row("redis", "promise-get", KIB, 80);
    assertThat(bar(redis, row("tokamak", "promise-get+read", KIB, 1)).met()).isTrue();
    assertThat(bar(redis, row("tokamak", "promise-get+read", KIB, 1.01)).met()).isFalse();
    Row set = row("redis", "promise-put", KIB, 12);
    assertThat(bar(set, row("tokamak", "promise-put", KIB, 1.01)).met()).isFalse();
    Row large = row("redis", "promise-get", MIB, 500);
    assertThat(
            bars(large, row("tokamak", "promise-get", MIB, 0.1).with("allocated_bytes_per_op", 0)))
        .hasSize(2)
        .allMatch(Bar::met);
  }

  @Test
  void shouldCompareAPutWithACopy() {
    Row copy = row("memcpy", "promise-put", MIB, 85);
    assertThat(bar(copy, row("tokamak", "promise-put", MIB, 100)).met()).isTrue();
    assertThat(bar(copy, row("tokamak", "promise-put", MIB, 101)).met()).isFalse();
  }

  @Test
  void shouldCompareSizes() {
    Row small = row("tokamak", "promise-get-each-size", KIB, 0.03);
    Bar flat = bar(small, row("tokamak", "promise-get-each-size", MIB, 0.045));
    assertThat(flat.met()).isTrue();
    assertThat(flat.name()).contains("1 KiB to 1 MiB");
    assertThat(bar(small, row("tokamak", "promise-get-each-size", MIB, 0.046)).met()).isFalse();
  }

  @Test
  void shouldTakeTheRowsOfTheTablesOnlyWhereThereAreNoOthers() {
    Row redis = row("redis", "get", MIB, 1);
    Row get = row("tokamak", "get", MIB, 1);
    assertThat(bar(redis, get).measured()).isEqualTo(1);
    Bar promised =
        bars(redis, get, row("redis", "promise-get", MIB, 8), row("tokamak", "promise-get", MIB, 2))
            .getFirst();
    assertThat(promised.measured()).isEqualTo(4);
  }

  @Test
  void shouldSayWhatWasNotMeasured() {
    assertThat(LocalBars.missing(List.of())).hasSize(2);
    assertThat(LocalBars.missing(List.of(row("redis", "get", MIB, 1)))).hasSize(1);
    assertThat(LocalBars.missing(List.of(row("redis", "promise-get", MIB, 1)))).isEmpty();
  }
}
