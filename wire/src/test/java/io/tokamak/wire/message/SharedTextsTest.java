// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.ProtocolMismatchException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharedTextsTest {
  private final SharedTexts.Builder builder = new SharedTexts.Builder();

  @Test
  void shouldGiveEqualThingsOneNumber() {
    NodeKey node = new NodeKey(5, 6);
    int number = builder.node(node);
    int text = builder.text("tcp");

    assertThat(builder.node(new NodeKey(5, 6))).isEqualTo(number);
    assertThat(builder.node(new NodeKey(5, 7))).isNotEqualTo(number);
    assertThat(builder.text("tcp")).isEqualTo(text);
    assertThat(builder.build().node(number)).isEqualTo(node);
    assertThat(builder.build().text(text)).isEqualTo("tcp");
  }

  @Test
  void shouldSayWhichTextsFoundNoRoom() {
    int[] numbers =
        IntStream.range(0, 10_000).map(i -> builder.text("no node has object " + i)).toArray();
    SharedTexts shared = builder.build();

    assertThat(shared.text(numbers[0])).isEqualTo("no node has object 0");
    assertThat(shared.text(numbers[9_999])).isEqualTo(SharedTexts.NO_ROOM);
    assertThat(shared.texts().stream().mapToInt(String::length).sum()).isLessThan(170_000);
  }

  @Test
  void shouldRefuseNumbersOfNothing() {
    assertThatThrownBy(() -> builder.build().text(0))
        .isInstanceOf(ProtocolMismatchException.class)
        .hasMessage("text of a reply: found 0, expected less than 0");
    assertThatThrownBy(() -> builder.build().node(3)).isInstanceOf(ProtocolMismatchException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "ü", "日", "😀"})
  void shouldCutLongTexts(String letter) {
    String shared = MessageLimits.cut(letter.repeat(1_000_000));

    assertThat(shared.getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(MessageLimits.MAX_TEXT_LENGTH)
        .hasSizeGreaterThan(MessageLimits.MAX_TEXT_LENGTH / 2);
    assertThat(MessageLimits.cut(letter.repeat(100))).isEqualTo(letter.repeat(100));
  }
}
