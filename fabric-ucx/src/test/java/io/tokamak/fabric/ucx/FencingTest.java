// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.ucx.ucp.UcpVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Newer versions of UCX wait in a fence, and read over several cards. */
final class FencingTest {
  private final Fencing oldest = new Fencing(new UcpVersion(1, 13, 1));
  private final Fencing newest = new Fencing(new UcpVersion(1, 18, 1));

  @Test
  void shouldMakeOnlySettingsThatThereAre() {
    assertThat(oldest.settings()).isEmpty();
    assertThat(new Fencing(new UcpVersion(1, 16, 0)).settings())
        .isEqualTo(Map.of("FENCE_MODE", "weak", "PROTO_ENABLE", "n"));
    assertThat(newest.settings())
        .isEqualTo(Map.of("FENCE_MODE", "weak", "PROTO_ENABLE", "n", "MAX_RMA_RAILS", "1"));
  }

  private static Map<String, String> withModeAndRails(String mode, String rails) {
    return Map.of("UCX_FENCE_MODE", mode, "UCX_MAX_RMA_RAILS", rails, "UCX_PROTO_ENABLE", "n");
  }

  @Test
  void shouldRelyOnOneCardThatDoesNotWait() {
    Map<String, String> weak = withModeAndRails("weak", "1");

    assertThat(newest.keepsOrder(weak, true, List.of("mlx5_0:1"))).isTrue();
    assertThat(newest.keepsOrder(weak, false, List.of())).isTrue();
    assertThat(oldest.keepsOrder(Map.of(), true, List.of("mlx5_0:1"))).isTrue();
  }

  @Test
  void shouldNotRelyOnAFenceThatWaitsOrOnSeveralCards() {
    Map<String, String> strong = withModeAndRails("auto", "1");
    Map<String, String> rails = withModeAndRails("weak", "2");

    assertThat(newest.keepsOrder(strong, true, List.of("mlx5_0:1"))).isFalse();
    assertThat(newest.keepsOrder(rails, true, List.of("mlx5_0:1"))).isFalse();
    assertThat(oldest.keepsOrder(Map.of(), true, List.of("mlx5_0:1", "mlx5_1:1"))).isFalse();
  }

  @Test
  void shouldNotRelyOnWhatItDoesNotKnow() {
    assertThat(oldest.keepsOrder(Map.of(), true, List.of())).isFalse();
    assertThat(oldest.keepsOrder(Map.of("UCX_PROTO_ENABLE", "y"), true, List.of("mlx5_0:1")))
        .isFalse();
    assertThat(oldest.keepsOrder(Map.of("UCX_PROTO_ENABLE", "n"), true, List.of("mlx5_0:1")))
        .isTrue();
  }

  @Test
  void shouldHearWhatSomebodySetInTheEnvironment() {
    Map<String, String> environment = Map.of("UCX_FENCE_MODE", "auto", "UCX_NET_DEVICES", "a:1");
    Map<String, String> made = UcxWorld.options().effective(environment, true, newest.settings());
    Map<String, String> inForce = Fencing.inForce(environment, made);

    assertThat(inForce)
        .containsEntry("UCX_FENCE_MODE", "auto")
        .containsEntry("UCX_PROTO_ENABLE", "n");
    assertThat(newest.keepsOrder(inForce, true, List.of("a:1"))).isFalse();
  }
}
