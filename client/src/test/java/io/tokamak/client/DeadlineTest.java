// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.InvalidRequestException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class DeadlineTest {
  @Test
  void shouldCountDown() {
    assertThat(Deadline.in(Duration.ZERO).remainingMs()).isZero();
    assertThat(Deadline.in(Duration.ofHours(1)).remainingMs()).isBetween(1L, 3_600_000L);
  }

  @Test
  void shouldTreatVeryLongAsNever() {
    assertThat(Deadline.never().remainingMs()).isEqualTo(Deadline.NEVER_MS);
    assertThat(Deadline.in(Duration.ofSeconds(Long.MAX_VALUE)).remainingMs())
        .isEqualTo(Deadline.NEVER_MS);
  }

  @Test
  void shouldRefuseNegativeTimeouts() {
    assertThatThrownBy(() -> Deadline.in(Duration.ofNanos(-1)))
        .isInstanceOf(InvalidRequestException.class);
  }
}
