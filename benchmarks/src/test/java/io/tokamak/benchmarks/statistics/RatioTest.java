// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

final class RatioTest {
  private static final List<Double> ABOUT_100 = List.of(99.0, 100.0, 101.0, 100.5);

  @Test
  void shouldSayFasterAndSlowerWhenRepetitionsAgree() {
    List<Double> about90 = List.of(90.0, 89.0, 91.0);
    assertThat(Ratio.of(about90, ABOUT_100).change()).isEqualTo(Change.FASTER);
    assertThat(Ratio.of(ABOUT_100, about90).change()).isEqualTo(Change.SLOWER);
    assertThat(Ratio.of(about90, ABOUT_100).median()).isCloseTo(0.9, within(0.01));
  }

  @Test
  void shouldSayNoiseWhenRepetitionsDisagree() {
    Ratio ratio = Ratio.of(List.of(60.0, 100.0, 150.0), ABOUT_100);
    assertThat(ratio.change()).isEqualTo(Change.NOISE);
    assertThat(ratio.low()).isLessThan(1);
    assertThat(ratio.high()).isGreaterThan(1);
  }

  @Test
  void shouldCallNoiseWhatIsCertainButTooSmallToMatter() {
    assertThat(Ratio.of(List.of(101.0, 101.0, 101.0), List.of(100.0, 100.0, 100.0)).change())
        .isEqualTo(Change.NOISE);
  }

  @Test
  void shouldNotKnowFromOneRepetition() {
    Ratio ratio = Ratio.of(List.of(1.0), ABOUT_100);
    assertThat(ratio.change()).isEqualTo(Change.UNKNOWN);
    assertThat(ratio.low()).isNaN();
  }

  @Test
  void shouldKnowWhenRepetitionsDoNotDifferAtAll() {
    assertThat(Ratio.of(List.of(2.0, 2.0), List.of(1.0, 1.0)))
        .isEqualTo(new Ratio(2, 2, 2))
        .extracting(Ratio::change)
        .isEqualTo(Change.SLOWER);
  }

  @Test
  void shouldWidenTheIntervalForFewDegreesOfFreedom() {
    assertThat(StudentT.quantile(1)).isEqualTo(12.706);
    assertThat(StudentT.quantile(2.9)).isEqualTo(4.303);
    assertThat(StudentT.quantile(60)).isCloseTo(2.0, within(0.001));
  }
}
