// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class JsonTest {
  @Test
  void shouldKeepTheOrderOfMapsAndLists() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("b", 1);
    fields.put("a", List.of(2L, true, "x"));

    assertThat(Json.of(fields)).isEqualTo("{\"b\":1,\"a\":[2,true,\"x\"]}");
  }

  @Test
  void shouldWriteWhatIsAbsentAsNull() {
    assertThat(
            Json.of(
                List.of(
                    Optional.empty(),
                    Optional.of("x"),
                    OptionalInt.of(2),
                    OptionalLong.empty(),
                    OptionalLong.of(3),
                    Double.NaN)))
        .isEqualTo("[null,\"x\",2,null,3,null]");
  }

  @Test
  void shouldEscapeWhatStringsMustNotHold() {
    assertThat(Json.of("\"\\\n\r\t\u0001ä\ud83d\ude00"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0001ä\\ud83d\\ude00\"");
  }
}
