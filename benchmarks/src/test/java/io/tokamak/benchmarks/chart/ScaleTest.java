// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ScaleTest {
  private static final Axis TIME = Axis.logarithmic("time", Unit.MICROS);

  @Test
  void shouldBeginAndEndAtRoundValues() {
    Scale scale = Scale.round(TIME, 0.028, 7_600);
    assertThat(scale.share(0.02)).isCloseTo(0, within(1e-9));
    assertThat(scale.share(10_000)).isCloseTo(1, within(1e-9));
    assertThat(scale.ticks(10)).hasSize(6).first().isEqualTo(0.1);
  }

  @Test
  void shouldShowStepsWithinADecadeWhenThereAreFewDecades() {
    assertThat(Scale.round(TIME, 21, 180).ticks(8)).containsExactly(20.0, 50.0, 100.0, 200.0);
  }

  @Test
  void shouldShowPowersOfTwoOfSizesAndLeaveOutWhatHasNoRoom() {
    Scale scale = Scale.tight(Axis.logarithmic("size", Unit.BYTES), 1024, 4 << 20);
    assertThat(scale.ticks(20)).hasSize(13);
    assertThat(scale.ticks(5)).hasSizeLessThanOrEqualTo(5).first().isEqualTo(1024.0);
  }

  @Test
  void shouldCountFromNothingOnALinearAxis() {
    Scale scale = Scale.round(Axis.linear("share", Unit.PERCENT), 3, 100);
    assertThat(scale.ticks(6)).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
  }

  @Test
  void shouldGiveNamesOneTickEach() {
    Scale scale = Scale.tight(Axis.ofNames("", List.of("a", "b", "c")), 0, 2);
    assertThat(scale.ticks(9)).containsExactly(0.0, 1.0, 2.0);
    assertThat(scale.text(1)).isEqualTo("b");
  }

  @Test
  void shouldHaveRoomForOneValueOnly() {
    Scale scale = Scale.round(TIME, 10, 10);
    assertThat(scale.share(10)).isFinite();
    assertThat(Scale.tight(TIME, 10, 10).share(10)).isCloseTo(0.5, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MICROS|0.0285|28.5 ns", "MICROS|7|7 µs", "MICROS|1500|1.5 ms", "MICROS|2e6|2 s",
        "BYTES|65536|64 KiB", "COUNT|1000|1,000", "COUNT|1e7|10 M", "PER_SECOND|131214|131 k/s",
        "MEGABYTES_PER_SECOND|11500|11.5 GB/s", "TIMES|7.1|7.1×", "PERCENT|40|40 %"
      })
  void shouldWriteValuesAsPeopleDo(Unit unit, double value, String text) {
    assertThat(unit.text(value)).isEqualTo(text);
  }
}
