// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManualClockTest {

  @Test
  void shouldStandStillUntilMoved() {
    ManualClock clock = new ManualClock(-5);
    assertThat(clock.getAsLong()).isEqualTo(-5);
    clock.advanceNs(7);
    clock.advance(Duration.ofMillis(1));
    assertThat(clock.getAsLong()).isEqualTo(1_000_002);
    assertThat(clock.micros().getAsLong()).isEqualTo(1_000);
  }

  @Test
  void shouldRefuseToGoBack() {
    assertThatThrownBy(() -> new ManualClock(0).advanceNs(-1)).hasMessageContaining("-1 ns");
  }
}
