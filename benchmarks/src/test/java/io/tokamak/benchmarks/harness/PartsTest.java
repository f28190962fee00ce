// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PartsTest {
  private static final Row ROW = new Row("redis", "get", 1024, 1, 8, 1, 1, 5, 6, 0);

  private final List<String> said = new ArrayList<>();
  private final List<Row> kept = new ArrayList<>();
  private final Parts parts = new Parts(said::add, kept::addAll);

  private static Parts.Part failing(String why) {
    return () -> {
      throw new BenchException(why);
    };
  }

  @Test
  void shouldKeepWhatOthersMeasuredWhenOneFails() throws IOException {
    parts.run("first", () -> List.of(ROW));
    assertThat(kept).containsExactly(ROW);
    parts.run("second", failing("the node ended"));
    parts.run("third", () -> List.of(ROW));
    assertThat(kept).containsExactly(ROW, ROW);
    assertThat(parts.failed()).containsExactly("second");
    assertThat(said)
        .containsExactly(
            "first", "second", "LEFT OUT, because it failed: second: the node ended", "third");
  }

  @Test
  void shouldKeepThePartsOfAPartThatFails() throws IOException {
    Parts inner = parts.through(row -> row.named("redis-tcp", row.operation()));
    parts.run(
        "outer",
        () -> {
          inner.run("one", () -> List.of(ROW));
          inner.run("two", failing("no answer"));
          return failing("cannot be closed").measure();
        });
    assertThat(kept).containsExactly(ROW.named("redis-tcp", "get"));
    assertThat(parts.failed()).containsExactly("two", "outer");
  }

  @Test
  void shouldEndWhenInterruptedOrWhenNothingCanBeKept() {
    Parts full =
        new Parts(
            said::add,
            rows -> {
              throw new IOException("no space");
            });
    assertThatThrownBy(() -> full.run("part", () -> List.of(ROW))).hasMessage("no space");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> parts.run("part", failing("interrupted")))
          .isInstanceOf(BenchException.class)
          .hasMessageContaining("interrupted in: part");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
