// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class WayTest {
  private static final List<String> DEVICES = List.of("rxe0:1", "rxe1:1");

  @Test
  void shouldMeasureEachFabricWithEachRegistration() {
    List<Way> all =
        Way.all(List.of("tcp", "ucx"), List.of("whole-store", "per-transfer"), List.of());

    assertThat(all)
        .extracting(Way::label)
        .containsExactly("tcp", "tcp-per-transfer", "ucx", "ucx-per-transfer");
  }

  @Test
  void shouldFindEachOtherOverTcp() {
    assertThat(new Way("shm", "cached", List.of()).arguments())
        .containsExactly("--fabrics", "shm,tcp", "--registration", "cached");
    assertThat(new Way("tcp", "whole-store", List.of()).arguments())
        .containsExactly("--fabrics", "tcp", "--registration", "whole-store");
  }

  @Test
  void shouldGiveEachNodeOfUcxItsDevice() {
    Way ucx = new Way("ucx", "whole-store", DEVICES);

    assertThat(ucx.wrapper(0)).containsExactly("env", "UCX_NET_DEVICES=rxe0:1");
    assertThat(ucx.wrapper(1)).containsExactly("env", "UCX_NET_DEVICES=rxe1:1");
    assertThat(new Way("tcp", "whole-store", DEVICES).wrapper(0)).isEmpty();
    assertThat(new Way("ucx", "whole-store", List.of()).wrapper(0)).isEmpty();
  }

  /** A node that is told such a thing ends at once. */
  @Test
  void shouldKnowFabricsAndRegistrations() {
    assertThatThrownBy(() -> Way.all(List.of("tcp", "foo"), List.of("cached"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such fabric: foo, there are ucx, shm, tcp");
    assertThatThrownBy(() -> Way.all(List.of("tcp"), List.of("always"), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no such registration: always, there are whole-store, cached, per-transfer");
  }

  @Test
  void shouldWantADeviceForEachNode() {
    assertThatThrownBy(() -> new Way("ucx", "whole-store", List.of("rxe0:1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two devices");
  }
}
