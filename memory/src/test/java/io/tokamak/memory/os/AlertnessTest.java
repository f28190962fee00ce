// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static io.tokamak.memory.os.Alertness.GLANCE_NS;
import static io.tokamak.memory.os.Alertness.SHORT_WAIT_NS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AlertnessTest {
  private static final long LONG_NS = SHORT_WAIT_NS;
  private static final long SHORT_NS = SHORT_WAIT_NS - 1;

  private final Alertness alertness = new Alertness(0);
  private long nowNs;

  @Test
  void shouldBeAlertAtFirst() {
    assertThat(looksFor()).isEqualTo(SHORT_WAIT_NS);
  }

  @Test
  void shouldStayAlertThroughSomeLongWaits() {
    wait(8, LONG_NS);

    assertThat(looksFor()).isEqualTo(SHORT_WAIT_NS);
  }

  @Test
  void shouldOnlyGlanceWhenWaitsAreLong() {
    wait(9, LONG_NS);

    assertThat(looksFor()).isEqualTo(GLANCE_NS);
  }

  @Test
  void shouldOnlyGlanceWhenEveryOtherWaitIsLong() {
    for (int i = 0; i < 100; i++) {
      wait(1, SHORT_NS);
      wait(1, LONG_NS);
    }

    assertThat(looksFor()).isEqualTo(GLANCE_NS);
  }

  @Test
  void shouldBeAlertAgainAfterSomeShortWaits() {
    wait(100, LONG_NS);
    wait(24, SHORT_NS);

    assertThat(looksFor()).isEqualTo(SHORT_WAIT_NS);
  }

  @Test
  void shouldNotTakeWorkWithoutAPauseForAShortWait() {
    wait(100, LONG_NS);
    for (int i = 0; i < 100; i++) {
      alertness.heard(++nowNs);
    }

    assertThat(looksFor()).isEqualTo(GLANCE_NS);
  }

  private void wait(int times, long tookNs) {
    for (int i = 0; i < times; i++) {
      alertness.looksOn(nowNs);
      nowNs += tookNs;
      alertness.heard(nowNs);
    }
  }

  /** How long it looks from now on. */
  private long looksFor() {
    assertThat(alertness.looksOn(nowNs + GLANCE_NS - 1)).isTrue();
    assertThat(alertness.looksOn(nowNs + SHORT_WAIT_NS)).isFalse();
    return alertness.looksOn(nowNs + SHORT_WAIT_NS - 1) ? SHORT_WAIT_NS : GLANCE_NS;
  }
}
