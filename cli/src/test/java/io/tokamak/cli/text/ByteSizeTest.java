// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteSizeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "4096, 4096",
    "64k, 65536",
    "64K, 65536",
    "64KiB, 65536",
    "1b, 1",
    "512m, 536870912",
    "512 mb, -1",
    "1.5g, 1610612736",
    "0.125k, 128",
    "2t, 2199023255552",
    "8388607t, 9223370937343148032",
  })
  void shouldReadWhatPeopleWrite(String text, long bytes) {
    if (bytes < 0) {
      assertThatThrownBy(() -> ByteSize.parse(text)).hasMessageContaining(text);
    } else {
      assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "g",
        "-1",
        "1x",
        "1.2345k",
        "1,5g",
        "1.5",
        "1.0",
        "1.5b",
        "99999999999999999999",
        "8388608t"
      })
  void shouldRefuseWhatIsNoSize(String text) {
    assertThatThrownBy(() -> ByteSize.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1536, 1.5 KiB",
    "1048576, 1.0 MiB",
    "1073741824, 1.0 GiB",
    "9223372036854775807, 8388608.0 TiB",
  })
  void shouldWriteWhatPeopleRead(long bytes, String text) {
    assertThat(ByteSize.format(bytes)).isEqualTo(text);
  }

  @Test
  void shouldReadWhatItWrites() {
    assertThat(ByteSize.parse(ByteSize.format(3L << 30).replace(" ", "")))
        .isEqualTo(new ByteSize(3L << 30));
  }
}
