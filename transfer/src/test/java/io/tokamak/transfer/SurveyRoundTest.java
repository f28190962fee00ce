// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SurveyRoundTest {
  private static final int STEPS = 5;
  private static final StoreNews NOBODY =
      new StoreNews() {
        @Override
        public void sealed(ObjectId id, Place place) {}

        @Override
        public void gone(ObjectId id) {}
      };

  private final SurveyRound round = new SurveyRound();
  private final List<Integer> seen = new ArrayList<>();

  private void step() {
    round.step(this::look, NOBODY);
  }

  private int look(int cursor, StoreNews listener) {
    seen.add(cursor);
    return (cursor + 1) % STEPS;
  }

  @Test
  void shouldGoOnceThroughAll() {
    assertThat(round.isUnderWay()).isFalse();
    round.begin();
    while (round.isUnderWay()) {
      step();
    }
    assertThat(seen).containsExactly(0, 1, 2, 3, 4);
  }

  @Test
  void shouldGoOnFromWhereItIsWhenAskedAnew() {
    round.begin();
    step();
    step();
    round.begin();
    while (round.isUnderWay()) {
      step();
    }
    assertThat(seen).containsExactly(0, 1, 2, 3, 4, 0, 1);
  }

  /** Asked more often than it gets around: still everything is looked at again and again. */
  @Test
  void shouldGetAroundHoweverOftenItIsAsked() {
    for (int i = 0; i < 3 * STEPS; i++) {
      round.begin();
      step();
    }
    assertThat(seen).startsWith(0, 1, 2, 3, 4, 0, 1, 2, 3, 4);
  }

  @Test
  void shouldHaveBeenEverywhereSinceItWasAskedLast() {
    Seeds.run(
        "survey rounds",
        random -> {
          round.begin();
          for (int i = random.nextInt(20); i > 0 && round.isUnderWay(); i--) {
            step();
          }
          round.begin();
          seen.clear();
          while (round.isUnderWay()) {
            step();
          }
          Set<Integer> places = new HashSet<>(seen);
          assertThat(places).hasSize(STEPS);
          assertThat(seen).hasSizeLessThanOrEqualTo(STEPS);
        });
  }
}
