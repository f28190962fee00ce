// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import org.junit.jupiter.api.Test;

/** Starting half-way, and closing what there is by then. */
final class EngineTest {
  private final UcxOptions options = UcxWorld.options().withTransports("tcp");

  /** UCX ends the process when a context is closed that still has a worker. */
  @Test
  void shouldGiveBackEverythingWhenTheLastPartFails() {
    UcxWorld.assumeInstalled();
    new Engine(options, () -> {}).close(); // what UCX keeps for the process is there now
    int before = descriptors();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> new Engine(options, EngineTest::refuse))
          .isInstanceOf(UcxUnavailableException.class)
          .hasMessageStartingWith("ucx: no descriptor is free: ");
    }
    assertThat(descriptors()).isLessThanOrEqualTo(before);
    new Engine(options, () -> {}).close();
  }

  /** Once, then when it was twice as often. */
  @Test
  void shouldSayThatUcxBroughtWhatNobodyCouldUse() {
    UcxWorld.assumeInstalled();
    try (Engine engine = new Engine(options, () -> {})) {
      assertThat(engine.reportSurprises()).isFalse();
      boolean[] said = new boolean[8];
      for (int i = 0; i < said.length; i++) {
        assertThat(engine.inbox().arrived(0, Frame.LENGTH + 1, 0, 0)).isFalse();
        said[i] = engine.reportSurprises();
      }

      assertThat(said).containsExactly(true, true, false, true, false, false, false, true);
      assertThat(engine.reportSurprises()).isFalse();
    }
  }

  private static EventPump refuse(int descriptor) {
    throw new IllegalStateException("no descriptor is free");
  }

  private static int descriptors() {
    String[] names = new File("/proc/self/fd").list();
    return names == null ? 0 : names.length;
  }
}
