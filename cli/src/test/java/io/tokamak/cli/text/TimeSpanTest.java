// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeSpanTest {
  @ParameterizedTest
  @CsvSource({"0, PT0S", "500ms, PT0.5S", "10, PT10S", "10s, PT10S", "2m, PT2M", "3H, PT3H"})
  void shouldReadWhatPeopleWrite(String text, Duration duration) {
    assertThat(TimeSpan.parse(text).duration()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s", "-1s", "1.5s", "1 day", "9999999999999s"})
  void shouldRefuseWhatIsNoTime(String text) {
    assertThatThrownBy(() -> TimeSpan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.9S, 0 s",
    "PT59S, 59 s",
    "PT192S, 3 min 12 s",
    "PT3H5M9S, 3 h 5 min",
    "PT53H, 2 d 5 h",
  })
  void shouldWriteWhatPeopleRead(Duration duration, String text) {
    assertThat(TimeSpan.format(duration)).isEqualTo(text);
  }
}
