// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tokamak.testkit.seed.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static List<Double> upTo(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(Double::valueOf).toList();
  }

  @Test
  void shouldTakeTheMiddleAndTheEnds() {
    Summary summary = Summary.of(List.of(4.0, 1.0, 2.0, 3.0));
    assertThat(summary.median()).isEqualTo(2.5);
    assertThat(summary.min()).isEqualTo(1);
    assertThat(summary.max()).isEqualTo(4);
    assertThat(summary.count()).isEqualTo(4);
  }

  @Test
  void shouldHaveNoIntervalForOneValue() {
    Summary summary = Summary.of(List.of(7.0));
    assertThat(summary.hasInterval()).isFalse();
    assertThat(summary.low()).isNaN();
    assertThat(summary.median()).isEqualTo(7);
  }

  /** As tables of order statistics have it: 6 none left out, 9 one, 12 two, 15 three, 20 five. */
  @Test
  void shouldLeaveOutValuesAtBothEndsAsFarAsTheBinomialAllows() {
    assertThat(Summary.of(upTo(6)).low()).isEqualTo(1);
    assertThat(Summary.of(upTo(8)).low()).isEqualTo(1);
    assertThat(Summary.of(upTo(9)).low()).isEqualTo(2);
    assertThat(Summary.of(upTo(12)).low()).isEqualTo(3);
    assertThat(Summary.of(upTo(15)).high()).isEqualTo(12);
    assertThat(Summary.of(upTo(20)).low()).isEqualTo(6);
  }

  @Test
  void shouldUseStudentsIntervalOfTheLogarithmsForFewValues() {
    Summary summary = Summary.of(List.of(90.0, 100.0, 1000.0 / 9));
    double reach = 4.303 * Math.log(10.0 / 9) / Math.sqrt(3);
    assertThat(summary.low()).isCloseTo(100 * Math.exp(-reach), within(0.01));
    assertThat(summary.high()).isCloseTo(100 * Math.exp(reach), within(0.01));
  }

  @Test
  void shouldHoldTheMedianFarMoreOftenThanNot() {
    RandomGenerator random = Seeds.random(Seeds.pick("results"));
    int held = 0;
    for (int i = 0; i < 2_000; i++) {
      List<Double> values =
          DoubleStream.generate(() -> Math.exp(random.nextGaussian()))
              .limit(4 + i % 9)
              .boxed()
              .toList();
      Summary summary = Summary.of(values);
      held += summary.low() <= 1 && 1 <= summary.high() ? 1 : 0;
    }
    assertThat(held).isGreaterThan(1_840);
  }

  @Test
  void shouldRefuseToSumUpNothing() {
    List<Double> none = List.of();
    assertThatThrownBy(() -> Summary.of(none)).isInstanceOf(IllegalArgumentException.class);
  }
}
