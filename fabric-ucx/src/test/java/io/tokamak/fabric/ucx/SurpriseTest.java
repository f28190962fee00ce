// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Somebody who hears of messages fails as he never should. */
final class SurpriseTest {
  @Test
  void shouldCostTheConnectionOnlyWhoseMessageCouldNotBeHandled() throws IOException {
    try (Scene scene = new Scene(new UcxWorld(Configured::options))) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Party other = scene.party(2);
      Scene.Link bad = scene.link(near, far);
      Scene.Link good = scene.link(near, other);
      near.onEvent(() -> {
        if (near.messages().size() == 1 && near.disconnected().isEmpty()) {
          throw new IllegalStateException("a defect, for a test");
        }
      });

      bad.far().send(Scene.bytes("bad"), MemorySegment.NULL);
      scene.until("the end", () -> near.disconnected().containsKey(bad.near()));
      good.far().send(Scene.bytes("good"), MemorySegment.NULL);
      scene.until("the next message", () -> near.messages().size() == 2);

      assertThat(near.disconnected().get(bad.near())).contains("a defect, for a test");
      assertThat(good.near().state()).isEqualTo(Endpoint.State.READY);
      scene.until("both sides notice", () -> far.disconnected().containsKey(bad.far()));
    }
  }
}
