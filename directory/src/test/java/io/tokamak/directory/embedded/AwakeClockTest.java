// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The clock stands still while nobody looks at it. */
final class AwakeClockTest {
  private final AwakeClock clock = new AwakeClock(10);

  @Test
  void shouldRunWhileItIsLookedAt() {
    long start = clock.at(Long.MAX_VALUE - 5);

    assertThat(clock.at(Long.MAX_VALUE) - start).isEqualTo(5);
    assertThat(clock.at(Long.MIN_VALUE + 4) - start).isEqualTo(10);
  }

  @Test
  void shouldNotCountATimeInWhichItWasNotLookedAt() {
    long start = clock.at(100);

    assertThat(clock.at(1_000_000) - start).isZero();
    assertThat(clock.at(1_000_003) - start).isEqualTo(3);
    assertThat(clock.at(1_000_020) - start).isEqualTo(3);
  }
}
