// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JsonValuesTest {
  @Test
  void shouldTellWholeNumbersFromOthers() {
    assertThat(JsonValues.read("{\"a\": [1, 1.0, true, \"x\"], \"b\": 9223372036854775807}"))
        .isEqualTo(Map.of("a", List.of(1L, 1.0, true, "x"), "b", Long.MAX_VALUE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ``                   | End of input
          {"a": [1,            | End of input
          {"a": "b             | Unterminated string
          {"a": 1} x           | malformed JSON at line 1 column
          [1,]                 | malformed JSON at line 1 column
          {a: 1}               | malformed JSON at line 1 column
          [NaN]                | malformed JSON at line 1 column
          [1e999]              | at path $[0]
          [null]               | found null at $[0]
          {"a": {"b": 1, "b": 1}} | $.a.b is there twice
          """)
  void shouldSayWhereTextIsNoJson(String text, String message) {
    assertThatThrownBy(() -> JsonValues.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContainingAny("\n", "setStrictness", "http");
  }

  @Test
  void shouldRefuseValuesDeepInEachOther() {
    assertThatThrownBy(() -> JsonValues.read("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Nesting limit 32");
  }
}
