// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.benchmarks.harness.Bar;
import io.tokamak.benchmarks.harness.Medians;
import io.tokamak.benchmarks.harness.Units;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures as people write and read them. */
class FiguresTest {
  @ParameterizedTest
  @CsvSource({"1024,1024", "64K,65536", "1m,1048576", "2 GiB,2147483648", "16 MiB,16777216"})
  void shouldReadSizes(String text, long bytes) {
    assertThat(Units.bytes(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "K", "many", "1.5K", "99999999999G"})
  void shouldRefuseWhatIsNoSize(String text) {
    assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"0.0456|0.046", "1.234|1.23", "12.34|12.3", "123.4|123", "123456|123,456"})
  void shouldShowThreeDigits(double value, String text) {
    assertThat(Units.significant(value)).isEqualTo(text);
  }

  @Test
  void shouldTakeTheMiddle() {
    assertThat(Medians.median(List.of(3.0, 1.0, 2.0))).isEqualTo(2);
    assertThat(Medians.median(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(2.5);
  }

  @Test
  void shouldJudge() {
    assertThat(Bar.atLeast("a", 80, 80, "x", "").met()).isTrue();
    assertThat(Bar.atLeast("a", 80, 79.9, "x", "").met()).isFalse();
    assertThat(Bar.atMost("a", 1.5, 1.5, "x", "").met()).isTrue();
    assertThat(Bar.atMost("a", 1.5, 1.51, "x", "b").line()).startsWith("MISSED ");
  }

  @ParameterizedTest
  @ValueSource(ints = {512, 1000, 128 << 20})
  void shouldRefuseSizesThatAreNotPowersOfTwoInRange(int size) {
    List<Integer> sizes = List.of(size);
    List<Integer> clients = List.of(1);
    assertThatThrownBy(() -> new Plan(sizes, clients, 1, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(Integer.toString(size));
  }
}
