// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SeedsTest {
  private static final String PROPERTY = "tokamak.seed";

  /** Runs {@code body} with the property set, and puts it back as it was. */
  private static void with(String value, Runnable body) {
    String before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, value);
    try {
      body.run();
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
  }

  @Test
  void shouldReplayTheGivenSeed() {
    with("-42", () -> assertThat(Seeds.pick("a test")).isEqualTo(-42));
  }

  @Test
  void shouldDrawANewSeedWhenNoneIsGiven() {
    with("", () -> assertThat(Seeds.pick("a test")).isNotEqualTo(Seeds.pick("a test")));
  }

  @Test
  void shouldNameTheSeedInAFailure() {
    with(
        "7",
        () ->
            assertThatThrownBy(() ->
                    Seeds.run(
                        "a test",
                        random -> {
                          throw new IllegalStateException("drew " + random.nextInt(1));
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("a test failed", "-Dtokamak.seed=7", "drew 0")
                .hasCauseInstanceOf(IllegalStateException.class));
  }

  @Test
  void shouldGiveTheSameNumbersForTheSameSeed() {
    assertThat(Seeds.random(5).longs(100).toArray())
        .isEqualTo(Seeds.random(5).longs(100).toArray())
        .isNotEqualTo(Seeds.random(6).longs(100).toArray());
  }

  @Test
  void shouldRefuseWhatIsNoNumber() {
    with(
        "abc",
        () ->
            assertThatThrownBy(() -> Seeds.pick("a test"))
                .hasMessageContaining("tokamak.seed=abc"));
  }
}
