// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NumaChoiceTest {
  @Test
  void shouldReadWhatPeopleWrite() {
    assertThat(NumaChoice.parse("auto")).isEqualTo(new NumaChoice.Auto());
    assertThat(NumaChoice.parse("off")).isEqualTo(new NumaChoice.Off());
    assertThat(NumaChoice.parse("1")).isEqualTo(new NumaChoice.On(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "on", "0x1", "99999"})
  void shouldSayWhatWouldBeRight(String text) {
    assertThatThrownBy(() -> NumaChoice.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto, off or a number");
  }
}
