// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Points that three ranks come to. */
final class AssemblyTest {
  private static final long PATIENCE_NS = 5_000_000_000L;

  private final Assembly assembly = new Assembly(3, PATIENCE_NS, 0);

  private @Nullable List<String> come(int rank, String point) {
    List<byte[]> all = assembly.come(rank, point, ("says " + rank).getBytes(US_ASCII), 1);
    return all == null ? null : all.stream().map(bytes -> new String(bytes, US_ASCII)).toList();
  }

  @Test
  void shouldLetAllGoOnWhenTheLastIsThere() {
    for (String point : List.of("a", "b")) {
      assertThat(come(2, point)).isNull();
      assertThat(come(0, point)).isNull();
      assertThat(come(1, point)).containsExactly("says 0", "says 1", "says 2");
    }
    assertThat(assembly.failure()).isNull();
  }

  @Test
  void shouldEndWhenOneIsLost() {
    come(0, "a");
    assembly.lose(1, "somewhere");
    assertThat(assembly.failure()).startsWith("rank 1 on somewhere is gone").contains("'a'");
    assertThat(come(2, "a")).isNull();
  }

  @Test
  void shouldNotMissOneThatLeft() {
    assembly.leave(1);
    assembly.lose(1, "somewhere");
    assertThat(assembly.failure()).isNull();
  }

  @Test
  void shouldNameThoseThatDoNotCome() {
    come(1, "a");
    assembly.work(PATIENCE_NS + 1);
    assertThat(assembly.failure()).isNull();
    assembly.work(PATIENCE_NS + 2);
    assertThat(assembly.failure()).isEqualTo("ranks 0, 2 of 3 did not come to 'a' within 5 s");
  }

  @Test
  void shouldNameThePointBeforeWhenNobodyComes() {
    for (int rank = 0; rank < 3; rank++) {
      come(rank, "a");
    }
    assembly.work(PATIENCE_NS + 2);
    assertThat(assembly.failure())
        .isEqualTo("ranks 0, 1, 2 of 3 did not come to what follows 'a' within 5 s");
  }

  @Test
  void shouldWaitForNobodyWhenAllHaveLeft() {
    for (int rank = 0; rank < 3; rank++) {
      assembly.leave(rank);
    }
    assembly.work(PATIENCE_NS + 2);
    assertThat(assembly.failure()).isNull();
  }

  @Test
  void shouldNoticeThatRanksAreAtDifferentPoints() {
    come(0, "a");
    come(1, "b");
    assertThat(assembly.failure()).isEqualTo("rank 1 is at 'b', others at 'a'");
  }

  @Test
  void shouldKeepTheFirstReason() {
    assembly.fail("first");
    assembly.lose(0, "somewhere");
    assembly.work(PATIENCE_NS * 2);
    assertThat(assembly.failure()).isEqualTo("first");
  }
}
