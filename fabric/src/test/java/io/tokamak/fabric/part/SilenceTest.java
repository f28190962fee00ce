// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.part.Silence.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When to speak, when to give up, and when not to; at any time, also where the clock overflows. */
final class SilenceTest {
  private static final long SILENCE_NS = 1600;

  @ParameterizedTest
  @ValueSource(longs = {0, Long.MAX_VALUE - 800, Long.MIN_VALUE})
  void shouldSpeakAndGiveUpInTime(long now) {
    Silence silence = new Silence(now);
    assertThat(silence.tick(now + 399, 0, SILENCE_NS)).isEqualTo(Verdict.FINE);
    assertThat(silence.tick(now + 400, 0, SILENCE_NS)).isEqualTo(Verdict.SPEAK);
    silence.spoke(now + 400);
    assertThat(silence.tick(now + 799, 0, SILENCE_NS)).isEqualTo(Verdict.FINE);
    silence.heard(now + 500);
    silence.spoke(now + 2000);
    assertThat(silence.tick(now + 2099, 0, SILENCE_NS)).isEqualTo(Verdict.FINE);
    assertThat(silence.tick(now + 2100, 0, SILENCE_NS)).isEqualTo(Verdict.SILENT);
  }

  /** Who was away himself does not blame others. */
  @Test
  void shouldForgiveWhatWasNotListenedTo() {
    Ticks ticks = new Ticks(SILENCE_NS, 0);
    Silence silence = new Silence(0);
    assertThat(ticks.isDue(0)).isTrue();
    assertThat(ticks.begin(0)).isZero();
    assertThat(ticks.nextNs()).isEqualTo(100);
    assertThat(ticks.isDue(99)).isFalse();
    long pausedNs = ticks.begin(10_000);
    assertThat(pausedNs).isEqualTo(9600);
    silence.spoke(10_000);
    assertThat(silence.tick(10_000, pausedNs, SILENCE_NS)).isEqualTo(Verdict.FINE);
    assertThat(silence.tick(11_200, ticks.begin(11_200), SILENCE_NS)).isEqualTo(Verdict.SPEAK);
  }

  @Test
  void shouldBeReadyByTheDeadline() {
    Silence silence = new Silence(0);
    assertThat(silence.tickUntilReady(99_999, 0, 100_000)).isEqualTo(Verdict.FINE);
    assertThat(silence.tickUntilReady(100_000, 0, 100_000)).isEqualTo(Verdict.LATE);
    assertThat(Silence.reason(Verdict.LATE, SILENCE_NS)).contains("deadline");
    assertThat(Silence.reason(Verdict.SILENT, 1_800_000_000))
        .isEqualTo("nothing heard for 1800 ms");
  }

  @Test
  void shouldLookWhenADeadlineComesFirst() {
    Ticks ticks = new Ticks(SILENCE_NS, 0);
    ticks.begin(0);
    ticks.noLaterThan(500);
    assertThat(ticks.nextNs()).isEqualTo(100);
    ticks.noLaterThan(50);
    assertThat(ticks.isDue(50)).isTrue();
    assertThat(ticks.silenceNs()).isEqualTo(SILENCE_NS);
  }
}
