// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Row;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RemoteBarsTest {
  private static final int KIB = 1 << 10;
  private static final int MIB = 1 << 20;

  private static Row row(String system, String operation, int size, double micros) {
    return new Row(system, operation, size, 1, 1, 1, 1, micros, micros, 0);
  }

  private static List<Bar> judge(Row... rows) {
    return new RemoteBars(new RemoteRows(List.of(rows))).judge();
  }

  @Test
  void shouldCompareTheChosenProtocolWithTheBestOne() {
    Row direct = row("tokamak-tcp-direct", "fetch", KIB, 95);
    Row others = row("tokamak-tcp-eager", "fetch", KIB, 200);
    Row good = row("tokamak-tcp-chosen", "fetch", KIB, 100);
    Row bad = row("tokamak-tcp-chosen", "fetch", KIB, 101);
    Row[] rest = {
      row("tokamak-tcp-socket4k", "fetch", KIB, 300),
      row("tokamak-tcp-socket", "fetch", KIB, 300),
      row("tokamak-tcp-rendezvous", "fetch", KIB, 300)
    };
    assertThat(judge(direct, others, good, rest[0], rest[1], rest[2])).allMatch(Bar::met);
    assertThat(judge(direct, others, bad, rest[0], rest[1], rest[2])).noneMatch(Bar::met);
  }

  @Test
  void shouldTakeTheMedianOfTheRepetitions() {
    List<Bar> bars =
        judge(
            row("redis", "get", MIB, 100),
            row("redis", "get", MIB, 500),
            row("redis", "get", MIB, 9000),
            row("tokamak-tcp-chosen", "fetch", MIB, 100));
    assertThat(bars).singleElement().matches(Bar::met).extracting(Bar::measured).isEqualTo(5.0);
  }

  @Test
  void shouldCompareRegistrationsOverRdma() {
    Row whole = row("tokamak-ucx-rendezvous", "fetch", MIB, 100);

    assertThat(judge(whole, row("tokamak-ucx-per-transfer-rendezvous", "fetch", MIB, 120)))
        .singleElement()
        .matches(Bar::met);
    assertThat(judge(whole, row("tokamak-ucx-per-transfer-rendezvous", "fetch", MIB, 90)))
        .singleElement()
        .matches(bar -> !bar.met());
  }

  @Test
  void shouldCompareDirectReadsWithRendezvousWithoutTheDirectory() {
    Row rendezvous = row("tokamak-ucx-rendezvous", "fetch-located", KIB, 100);

    assertThat(judge(rendezvous, row("tokamak-ucx-direct", "fetch-located", KIB, 75)))
        .singleElement()
        .matches(Bar::met);
    assertThat(judge(rendezvous, row("tokamak-ucx-direct", "fetch-located", KIB, 76)))
        .singleElement()
        .matches(bar -> !bar.met());
  }

  @Test
  void shouldLeaveOutWhatWasNotMeasured() {
    assertThat(judge(row("memcpy", "fetch", KIB, 1))).isEmpty();
  }

  @Test
  void shouldCountObjectsInASecond() {
    assertThat(judge(row("tokamak-tcp-chosen", "fetch-many", KIB, 8)))
        .singleElement()
        .matches(Bar::met)
        .extracting(Bar::measured)
        .isEqualTo(125_000.0);
  }
}
