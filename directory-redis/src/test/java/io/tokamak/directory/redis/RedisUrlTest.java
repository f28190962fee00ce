// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.error.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RedisUrlTest {
  @Test
  void shouldTakeApart() {
    assertThat(RedisUrl.parse("redis://h"))
        .isEqualTo(new RedisUrl(false, null, null, "h", 6379, 0));
    assertThat(RedisUrl.parse("redis://h:7/"))
        .isEqualTo(new RedisUrl(false, null, null, "h", 7, 0));
    assertThat(RedisUrl.parse("rediss://u:p%40%2B+@10.0.0.1:7000/12"))
        .isEqualTo(new RedisUrl(true, "u", "p@++", "10.0.0.1", 7000, 12));
    assertThat(RedisUrl.parse("redis://:p:q@[::1]:7/3"))
        .isEqualTo(new RedisUrl(false, null, "p:q", "[::1]", 7, 3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "h:6379",
        "http://h",
        "redis:",
        "redis:///1",
        "redis://u@h",
        "redis://h/x",
        "redis://h/-1",
        "redis://h/70000",
        "redis://h/1?a=b",
        "redis://h:99999x",
        "redis://a b"
      })
  void shouldRefuseEverythingElse(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("expected redis://");
  }

  @Test
  void shouldKeepThePasswordToItself() {
    RedisUrl url = RedisUrl.parse("redis://u:secret@h:1/2");

    assertThat(url).hasToString("redis://u:***@h:1/2");
    assertThat(RedisUrl.parse("redis://:secret@h")).hasToString("redis://:***@h:6379/0");
    assertThatThrownBy(() -> RedisUrl.parse("redis://u:secret@h/x"))
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> RedisUrl.parse("redis://u:sec ret@h/x"))
        .hasMessageNotContaining("ret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis://u:p@ss@h:1/2", "redis://:p@ss@h", "redis://u:p^ss@h"})
  void shouldHintAtSpecialCharactersInPasswords(String url) {
    assertThatThrownBy(() -> RedisUrl.parse(url))
        .hasMessageContaining("written as %40")
        .hasMessageNotContaining("ss@h");
  }

  @Test
  void shouldSurviveAnyText() {
    Seeds.run(
        "RedisUrlTest",
        random -> {
          for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("rediss://u:p%41@host:1234/5");
            for (int j = random.nextInt(1, 5); j > 0; j--) {
              text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(32, 128));
            }
            parseOrRefuse(text.toString());
          }
        });
  }

  private static void parseOrRefuse(String text) {
    try {
      assertThat(RedisUrl.parse(text).host()).isNotEmpty();
    } catch (InvalidRequestException refused) {
      assertThat(refused).hasMessageContaining("URL of a Redis");
    }
  }
}
