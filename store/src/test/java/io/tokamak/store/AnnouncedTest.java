// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnnouncedTest {
  private final Announced announced = new Announced();

  @Test
  void shouldKeepTheOrder() {
    for (int entry : new int[] {7, 0, 5000, 3}) {
      announced.add(entry);
    }
    assertThat(announced.entries()).containsExactly(7, 0, 5000, 3);
    announced.remove(0);
    announced.remove(3);
    announced.add(0);
    assertThat(announced.entries()).containsExactly(7, 5000, 0);
    assertThat(announced.count()).isEqualTo(3);
  }

  @Test
  void shouldKnowWhatIsIn() {
    assertThat(announced.contains(0)).isFalse();
    announced.add(4);
    assertThat(announced.contains(4)).isTrue();
    assertThat(announced.contains(3)).isFalse();
    assertThat(announced.contains(1 << 29)).isFalse();
    announced.remove(4);
    assertThat(announced.contains(4)).isFalse();
    assertThat(announced.entries()).isEmpty();
  }
}
