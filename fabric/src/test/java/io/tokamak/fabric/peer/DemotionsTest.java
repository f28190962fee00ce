// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** How long a peer is left to other fabrics, and who hears of it. */
final class DemotionsTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final NodeRef PEER = new NodeRef(2, 20);

  private final Demotions demotions = new Demotions("ucx", Backoff.usual());

  @Test
  void shouldRestLongerEachTime() {
    long now = 0;
    for (int seconds : new int[] {5, 10, 20, 40, 60, 60}) {
      demotions.broke(PEER, "it broke", now);
      assertThat(demotions.rests(PEER, now + seconds * SECOND_NS - 1)).isTrue();
      assertThat(demotions.rests(PEER, now + seconds * SECOND_NS)).isFalse();
      now += seconds * SECOND_NS;
      demotions.works(PEER, now);
      now += SECOND_NS;
    }
  }

  @Test
  void shouldForgiveWhatLasted() {
    for (int i = 0; i < 3; i++) {
      long now = i * 100L * SECOND_NS;
      demotions.broke(PEER, "it broke", now);
      assertThat(demotions.rests(PEER, now + 5 * SECOND_NS)).isFalse();
      demotions.works(PEER, now + 5 * SECOND_NS);
    }
  }

  @Test
  void shouldSaySinceWhenAndWhy() {
    assertThat(demotions.text(PEER, 0)).isEmpty();
    demotions.broke(PEER, "it broke", 0);
    assertThat(demotions.text(PEER, 2 * SECOND_NS))
        .hasValue("failed 2.0 s ago, tried again in 3.0 s: it broke");
    assertThat(demotions.text(PEER, 7 * SECOND_NS))
        .hasValue("failed 7.0 s ago, is being tried again: it broke");
    demotions.works(PEER, 8 * SECOND_NS);
    assertThat(demotions.text(PEER, 8 * SECOND_NS)).isEmpty();
  }

  @Test
  void shouldKnowNothingOfAnotherLife() {
    demotions.broke(PEER, "it broke", 0);
    NodeRef next = new NodeRef(2, 21);
    assertThat(demotions.rests(next, 1)).isFalse();
    demotions.forget(next);
    assertThat(demotions.rests(PEER, 1)).isTrue();
    demotions.forget(PEER);
    assertThat(demotions.rests(PEER, 1)).isFalse();
  }

  @Test
  void shouldTellOnceAndOfTheReturn() {
    List<String> lines = new ArrayList<>();
    Logger logger = Logger.getLogger(Demotions.class.getName());
    Handler handler = collect(lines);
    logger.addHandler(handler);
    try {
      demotions.broke(PEER, "it broke", 0);
      demotions.tell(PEER, "tcp", SECOND_NS - 1, SECOND_NS);
      assertThat(lines).isEmpty();
      demotions.tell(PEER, "tcp", SECOND_NS, SECOND_NS);
      demotions.tell(PEER, "tcp", 2 * SECOND_NS, SECOND_NS);
      demotions.works(PEER, 6 * SECOND_NS);
    } finally {
      logger.removeHandler(handler);
    }
    assertThat(lines)
        .containsExactly(
            "WARNING node {0}: {1} {2}; {3} serves instead "
                + "[2@20, ucx, failed 1.0 s ago, tried again in 4.0 s: it broke, tcp]",
            "INFO node {0}: {1} serves again, after {2} [2@20, ucx, 6.0 s]");
  }

  private static Handler collect(List<String> lines) {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        lines.add(
            "%s %s %s"
                .formatted(line.getLevel(), line.getMessage(), List.of(line.getParameters())));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
