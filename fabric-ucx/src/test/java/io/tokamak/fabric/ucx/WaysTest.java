// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What is remembered of nodes that come and go. */
final class WaysTest {
  @Test
  void shouldForgetTheFirstOfTooManyNodes() throws IOException {
    UcxOptions options = UcxWorld.options().withTransports("tcp");
    try (Scene scene = new Scene(new UcxWorld(node -> options))) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      Ways ways = ((UcxFabric) scene.party(0).fabric()).ways();
      for (int i = 0; i < Limits.KNOWN_NODES + 100; i++) {
        assertThat(ways.wanted(new NodeRef(1_000 + i, 1))).isEqualTo(1);
      }

      assertThat(ways.nodes()).isEqualTo(Limits.KNOWN_NODES);
      assertThat(ways.agree(link.near().peer(), 1, new byte[0]))
          .as("the one in use is known")
          .isSameAs(ways.all().getFirst());
    }
  }
}
