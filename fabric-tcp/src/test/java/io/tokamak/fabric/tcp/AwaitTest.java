// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Waiting ends for each of its reasons; that it ends at all is the assertion. */
@Timeout(60)
final class AwaitTest {
  private static final long LONG_NS = 600_000_000_000L;

  @Test
  void shouldEndTheNextWaitIfNoneGoesOn() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party party = scene.party(0);
      party.fabric().wakeUp();
      party.poll();
      party.fabric().await(LONG_NS);
    }
  }

  @Test
  void shouldBeWokenByAnotherThread() throws Exception {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party party = scene.party(0);
      Thread waker = Thread.ofPlatform().start(party.fabric()::wakeUp);
      party.fabric().await(LONG_NS);
      waker.join();
    }
  }

  @Test
  void shouldEndWhenAPeerSaysSomething() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      link.near().send(Scene.bytes("wake up"), MemorySegment.NULL);
      near.fabric().await(0);
      scene.freeze(far);
      while (far.messages().isEmpty()) {
        far.fabric().await(LONG_NS);
        far.poll();
      }

      assertThat(far.messages().getFirst()).asString().isEqualTo("wake up");
    }
  }

  @Test
  void shouldNotWaitWhileThereIsSomethingToTell() throws IOException {
    try (Scene scene = new Scene(new TcpWorld())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      MemoryRegion local = near.memory(8, Access.LOCAL);
      RemotePointer stale = new RemotePointer(-5, 0, 1, 0, 8);
      long token = near.token();
      link.near().read(local, 0, stale, token);
      near.fabric().await(LONG_NS);
      near.poll();
      assertThat(near.hasCompleted(token)).isTrue();

      link.near().close("done");
      near.fabric().await(LONG_NS);
      near.poll();
      assertThat(near.disconnected()).containsKey(link.near());
    }
  }
}
