// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Row;
import io.tokamak.benchmarks.harness.Verdict;
import java.util.List;
import java.util.stream.Stream;
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

  private static Row[] chosenAsDirect(double direct, double chosen, double eager) {
    return new Row[] {
      row("tokamak-tcp-socket4k", "fetch", KIB, 300),
      row("tokamak-tcp-socket", "fetch", KIB, 300),
      row("tokamak-tcp-rendezvous", "fetch", KIB, 300),
      row("tokamak-tcp-eager", "fetch", KIB, eager),
      row("tokamak-tcp-direct", "fetch", KIB, direct),
      row("tokamak-tcp-chosen", "fetch", KIB, chosen)
          .with(Fetching.PROTOCOL, Fetching.PROTOCOLS.indexOf("direct"))
    };
  }

  @Test
  void shouldNotTakeNoiseForAWrongChoice() {
    assertThat(judge(chosenAsDirect(80, 120, 110))).singleElement().matches(Bar::met);
    assertThat(judge(chosenAsDirect(120, 120, 110)))
        .singleElement()
        .matches(bar -> !bar.met())
        .extracting(Bar::measured)
        .isEqualTo(110.0 / 120);
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
    Row whole = row("tokamak-ucx-rendezvous", "fetch-located", MIB, 100);

    assertThat(judge(whole, row("tokamak-ucx-per-transfer-rendezvous", "fetch-located", MIB, 120)))
        .singleElement()
        .matches(Bar::met);
    assertThat(judge(whole, row("tokamak-ucx-per-transfer-rendezvous", "fetch-located", MIB, 90)))
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

  @Test
  void shouldSayWhatIsOutOfReachByWhatTheBareSocketReached() {
    Row redis = row("redis", "get", MIB, 450);
    Row ours = row("tokamak-tcp-chosen", "fetch", MIB, 200);
    Bar missed = judge(redis, ours, row("raw-socket", "fetch", MIB, 90)).getFirst();
    assertThat(missed.verdict()).isEqualTo(Verdict.MISSED);
    Bar beyond = judge(redis, ours, row("raw-socket", "fetch", MIB, 160)).getFirst();
    assertThat(beyond.verdict()).isEqualTo(Verdict.OUT_OF_REACH);
    assertThat(beyond.met()).isFalse();
    assertThat(beyond.line())
        .startsWith("out of reach here")
        .contains("measured 2.25", "the raw socket itself: 2.81");
    assertThat(judge(redis, ours).getFirst().verdict()).isEqualTo(Verdict.MISSED);
  }

  @Test
  void shouldNotBeOutOfReachWhenItIsReached() {
    Bar bar =
        judge(
                row("redis", "get", 64 * KIB, 46),
                row("tokamak-tcp-chosen", "fetch", 64 * KIB, 45),
                row("raw-socket", "fetch", 64 * KIB, 47))
            .getFirst();
    assertThat(bar.verdict()).isEqualTo(Verdict.MET);
  }

  private static Row[] curves(String operation, double[] eager, double[] rendezvous) {
    Row[] rows = new Row[2 * eager.length];
    for (int i = 0; i < eager.length; i++) {
      rows[2 * i] = row("tokamak-tcp-eager", operation, KIB << (2 * i), eager[i]);
      rows[2 * i + 1] = row("tokamak-tcp-rendezvous", operation, KIB << (2 * i), rendezvous[i]);
    }
    return rows;
  }

  private static Bar crossover(double[] eager, double[] rendezvous) {
    Row[] measured = curves("fetch", new double[] {1, 1, 3, 3}, new double[] {2, 2, 2, 2});
    Row[] calibrated = curves("calibrated", eager, rendezvous);
    Row[] all = Stream.of(measured, calibrated).flatMap(Stream::of).toArray(Row[]::new);
    return judge(all).stream()
        .filter(bar -> bar.name().contains("crossover"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldCompareTheCrossoverByCalibrationWithTheMeasuredOne() {
    double[] rendezvous = {2, 2, 2, 2};
    Bar same = crossover(new double[] {1, 1, 3, 3}, rendezvous);
    assertThat(same.measured()).isZero();
    assertThat(same.basis()).isEqualTo("one-sided better from 16 KiB on, measured from 16 KiB on");
    assertThat(crossover(new double[] {1, 3, 3, 3}, rendezvous).measured()).isEqualTo(1);
    assertThat(crossover(new double[] {3, 3, 3, 3}, rendezvous).met()).isFalse();
    assertThat(crossover(new double[] {1, 1, 3, 1.99}, rendezvous).measured()).isZero();
    assertThat(crossover(new double[] {2.01, 1, 3, 3}, rendezvous).measured()).isZero();
    Bar never = crossover(new double[] {1, 1, 1, 1}, rendezvous);
    assertThat(never.met()).isFalse();
    assertThat(never.basis()).contains("at no size");
  }
}
