// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final long MS = 1_000_000;

  private final Deadlines deadlines = new Deadlines();
  private final List<String> ran = new ArrayList<>();

  private Deadlines.Timer in(long delayMs, String name) {
    return deadlines.in(0, delayMs, () -> ran.add(name));
  }

  @Test
  void shouldRunWhatIsDueInOrder() {
    in(3, "c");
    in(1, "a");
    in(1, "b");
    assertThat(deadlines.nextNs()).isEqualTo(MS);
    assertThat(deadlines.expire(MS - 1)).isZero();
    assertThat(deadlines.expire(2 * MS)).isEqualTo(2);
    assertThat(ran).containsExactly("a", "b");
    assertThat(deadlines.nextNs()).isEqualTo(3 * MS);
  }

  @Test
  void shouldForgetWhatIsCalledOff() {
    Deadlines.Timer timer = in(1, "a");
    in(1, "b");
    deadlines.cancel(timer);
    deadlines.cancel(timer);
    deadlines.cancel(null);
    deadlines.expire(MS);
    assertThat(ran).containsExactly("b");
    assertThat(deadlines.nextNs()).isEqualTo(Deadlines.NEVER);
  }

  @Test
  void shouldTakeTheLongestDelayForNever() {
    in(Long.MAX_VALUE, "never");
    assertThat(deadlines.nextNs()).isPositive();
    assertThat(deadlines.expire(Long.MAX_VALUE / 4)).isZero();
  }
}
