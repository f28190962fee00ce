// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Frames that come before their turn, and the one that never comes. */
final class SequenceTest {
  private static final long SILENCE_NS = 1_800_000_000;

  /** The clock overflows meanwhile. */
  private static final long BEGIN_NS = Long.MAX_VALUE - 1_000_000_000;

  private final Sequence sequence = new Sequence();

  private static Frame frame(int number, long length) {
    Frame frame = new Frame().start(FrameType.MESSAGE);
    frame.sequence = number;
    frame.length = length;
    return frame;
  }

  private boolean isBroken(long afterNs) {
    return isBroken(afterNs, 0);
  }

  private boolean isBroken(long afterNs, long pausedNs) {
    return sequence.isBroken(BEGIN_NS + afterNs, pausedNs, SILENCE_NS);
  }

  @Test
  void shouldBringFramesIntoTheirOrder() {
    sequence.keep(frame(2, 5));
    sequence.keep(frame(1, 5));

    assertThat(sequence.takeDue()).isEmpty();
    assertThat(sequence.isDue(frame(0, 5))).isTrue();
    assertThat(sequence.takeDue()).extracting(due -> due.sequence).containsExactly(1);
    assertThat(sequence.takeDue()).extracting(due -> due.sequence).containsExactly(2);
    assertThat(sequence.hasEarly()).isFalse();
  }

  @Test
  void shouldBeBrokenWhenTheNextDoesNotComeForASilence() {
    assertThat(isBroken(-SILENCE_NS)).isFalse();
    sequence.keep(frame(1, 5));

    assertThat(isBroken(0)).isFalse();
    assertThat(isBroken(SILENCE_NS - 1)).isFalse();
    assertThat(isBroken(SILENCE_NS)).isTrue();
    assertThat(sequence.expected()).isZero();
  }

  @Test
  void shouldCountAnewWhenTheNextHasCome() {
    sequence.keep(frame(3, 5));
    assertThat(isBroken(0)).isFalse();
    assertThat(sequence.isDue(frame(0, 5))).isTrue();

    assertThat(isBroken(SILENCE_NS)).isFalse();
    assertThat(isBroken(2 * SILENCE_NS - 1)).isFalse();
    assertThat(isBroken(2 * SILENCE_NS)).isTrue();
  }

  /** Whoever did not listen hears what came meanwhile first. */
  @Test
  void shouldForgiveWhatItWasAwayFor() {
    sequence.keep(frame(1, 5));
    assertThat(isBroken(0)).isFalse();

    assertThat(isBroken(2 * SILENCE_NS, 2 * SILENCE_NS)).isFalse();
    assertThat(isBroken(3 * SILENCE_NS)).isTrue();
  }

  @Test
  void shouldKeepSoManyAndSoMuch() {
    int most = (int) (Limits.EARLY_BYTES / Limits.MESSAGE_BYTES);
    for (int i = 1; i <= most; i++) {
      sequence.keep(frame(i, Limits.MESSAGE_BYTES));
    }
    assertThatThrownBy(() -> sequence.keep(frame(99, Limits.MESSAGE_BYTES)))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("frame 99, expected 0");
    assertThat(sequence.isDue(frame(0, 5))).isTrue();
    assertThat(sequence.takeDue()).hasSize(1);
    sequence.keep(frame(99, Limits.MESSAGE_BYTES)); // there is room again
    for (int i = most; i < Limits.EARLY_FRAMES; i++) {
      sequence.keep(frame(100 + i, 0));
    }
    assertThatThrownBy(() -> sequence.keep(frame(50, 0))).isInstanceOf(BadFrameException.class);
  }

  @Test
  void shouldRefuseWhatHasBeen() {
    assertThat(sequence.isDue(frame(0, 0))).isTrue();

    assertThatThrownBy(() -> sequence.keep(frame(0, 0)))
        .isInstanceOf(BadFrameException.class)
        .hasMessage("frame 0, expected 1");
  }
}
