// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/** Who is silent, and who was only not listened to. */
final class SilenceTest {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long HOUR_NS = 3600 * SECOND_NS;

  private static void wakeAfterAnHour(Scene scene) {
    scene.world().advance(HOUR_NS);
    for (int i = 0; i < 20; i++) {
      scene.round();
    }
  }

  /** The sleep of a node counts once: later it is as watchful as before. */
  @Test
  void shouldNoticeInTimeThatAPeerDiedDuringItsOwnSleep() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      link.far().send(Scene.bytes("heard on waking"), MemorySegment.NULL);
      scene.world().advance(3 * SECOND_NS / 2);
      far.poll(); // also says over each flow that it is there
      scene.freeze(far);
      wakeAfterAnHour(scene);
      assertThat(near.messages()).hasSize(1);
      long beganNs = scene.world().nowNs();
      scene.untilInTime("the end", () -> near.disconnected().containsKey(link.near()));

      assertThat(scene.world().nowNs() - beganNs).isLessThan(10 * SECOND_NS);
      assertThat(near.disconnected().get(link.near())).contains("nothing heard for 4000 ms");
    }
  }

  /** Pings keep what nobody uses; a node that polls rarely, but often enough, is no dead one. */
  @Test
  void shouldKeepWhatIsIdleAndPolledTwoTimesASecond() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      for (int i = 0; i < 240; i++) {
        scene.world().advance(SECOND_NS / 2);
        scene.round();
        scene.round();
      }

      assertThat(link.near().state()).isEqualTo(Endpoint.State.READY);
      assertThat(link.far().state()).isEqualTo(Endpoint.State.READY);
    }
  }

  /** The silence of one peer is not the silence of another, also right after a sleep. */
  @Test
  void shouldBlameOnlyWhoIsSilentAfterASleep() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party near = scene.party(0);
      Scene.Link dead = scene.link(near, scene.party(1));
      Scene.Link alive = scene.link(near, scene.party(2));
      scene.freeze(scene.party(1));
      wakeAfterAnHour(scene);
      assertThat(near.disconnected()).isEmpty();
      scene.untilInTime("the end", () -> near.disconnected().containsKey(dead.near()));

      assertThat(alive.near().state()).isEqualTo(Endpoint.State.READY);
      assertThat(alive.far().state()).isEqualTo(Endpoint.State.READY);
    }
  }
}
