// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.memory.words.SharedWords;
import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.fault.DyingWords.Moment;
import org.junit.jupiter.api.Test;

class DyingWordsTest {

  /** Five mutations, with accesses between them that do not count. */
  private static void protocol(SharedWords words) {
    words.putPlain(0, 1);
    words.putRelease(8, words.getAcquire(0));
    words.fullFence();
    words.compareAndSet(16, 5, 6); // fails, and counts
    words.getAndAdd(24, words.getPlain(8) + words.getVolatile(0));
    words.putIntPlain(32, words.getIntPlain(24));
  }

  private static long written(SharedWords words) {
    long written = 0;
    for (long offset = 0; offset <= 32; offset += 8) {
      written += words.getPlain(offset) == 0 ? 0 : 1;
    }
    return written;
  }

  /** Runs {@code body} on fresh words. */
  private static void onFreshWords(java.util.function.Consumer<SharedWords> body) {
    Explorer.of(
            stage -> {
              body.accept(stage.words());
              stage.thread("nobody", () -> {});
            })
        .explore()
        .assertSafe();
  }

  @Test
  void shouldCountMutationsOnly() {
    onFreshWords(words -> {
      DyingWords counting = DyingWords.counting(words);
      assertThat(counting.kills(DyingWordsTest::protocol)).isFalse();
      assertThat(counting.mutations()).isEqualTo(5);
      assertThat(counting.isDead()).isFalse();
      assertThat(written(words)).isEqualTo(4);
    });
  }

  @Test
  void shouldDieBeforeOrAfterTheChosenMutation() {
    long[] before = {0, 1, 2, 2, 3};
    long[] after = {1, 2, 2, 3, 4};
    for (int step = 1; step <= 5; step++) {
      int deadly = step;
      onFreshWords(words ->
          assertThat(writtenAtDeath(words, deadly, Moment.BEFORE)).isEqualTo(before[deadly - 1]));
      onFreshWords(words ->
          assertThat(writtenAtDeath(words, deadly, Moment.AFTER)).isEqualTo(after[deadly - 1]));
    }
  }

  private static long writtenAtDeath(SharedWords words, int step, Moment moment) {
    DyingWords dying = new DyingWords(words, step, moment);
    assertThat(dying.kills(DyingWordsTest::protocol)).isTrue();
    assertThat(dying.mutations()).isEqualTo(step);
    return written(words);
  }

  @Test
  void shouldSurviveWhenTheProtocolEndsBeforeTheStep() {
    onFreshWords(words ->
        assertThat(new DyingWords(words, 6, Moment.BEFORE).kills(DyingWordsTest::protocol))
            .isFalse());
  }

  @Test
  void shouldDoNothingMoreOnceDead() {
    onFreshWords(words -> {
      DyingWords dying = new DyingWords(words, 1, Moment.BEFORE);
      assertThat(dying.kills(DyingWordsTest::writesInFinally)).isTrue();
      assertThat(words.getPlain(8)).isZero();
      assertThatThrownBy(() -> dying.getPlain(0)).isInstanceOf(StepReached.class);
      assertThatThrownBy(dying::fullFence).isInstanceOf(StepReached.class);
    });
  }

  private static void writesInFinally(SharedWords words) {
    try {
      words.putPlain(0, 1);
    } finally {
      words.putPlain(8, 1);
    }
  }

  @Test
  void shouldCountFromOne() {
    onFreshWords(words ->
        assertThatThrownBy(() -> new DyingWords(words, 0, Moment.AFTER))
            .hasMessageContaining("count from 1"));
  }
}
