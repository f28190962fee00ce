// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.Readiness;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fabrics that share what their thread waits for: its owner may wait without asking them. */
@Timeout(60)
final class SharedReadinessTest {
  private static final long LONG_NS = 600_000_000_000L;

  /** Ends, or the test does not. */
  private static void waitLong(TcpWorld world) {
    world.readiness().await(LONG_NS);
  }

  @Test
  void shouldNotWaitBeforeWhatWasAddedIsSent() throws IOException {
    TcpWorld world = TcpWorld.sharing();
    try (Scene scene = new Scene(world)) {
      Party far = scene.party(1);
      Scene.Link link = scene.link(scene.party(0), far);
      link.near().send(Scene.bytes("at once"), MemorySegment.NULL);
      waitLong(world);
      scene.party(0).poll();
      waitLong(world);
      world.readiness().poll();
      far.poll();

      assertThat(far.messages()).hasSize(1);
    }
  }

  @Test
  void shouldNotWaitWhileThereIsSomethingToTell() throws IOException {
    TcpWorld world = TcpWorld.sharing();
    try (Scene scene = new Scene(world)) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      link.near().close("done");
      waitLong(world);
      scene.party(0).poll();

      assertThat(scene.party(0).disconnected()).containsKey(link.near());
    }
  }

  @Test
  void shouldWakeItsThread() throws IOException {
    TcpWorld world = TcpWorld.sharing();
    try (Scene scene = new Scene(world)) {
      scene.party(0).fabric().wakeUp();
      waitLong(world);
      scene.party(0).fabric().wakeUp();
      scene.party(1).fabric().await(LONG_NS);

      assertThat(scene.party(0).poll()).isZero();
    }
  }

  /** One fabric ends, the others go on, and its port is free at once. */
  @Test
  void shouldLetGoOfItsPortWhenItIsClosed() throws IOException {
    TcpWorld world = TcpWorld.sharing();
    try (Scene scene = new Scene(world)) {
      TcpFabric ended = world.fabric(2);
      ended.close();
      TcpOptions again = TcpWorld.options().withListen(Locations.parse(ended.address()));
      try (Readiness own = new Readiness();
          TcpFabric next = new TcpFabric(new NodeRef(5, 5), again, world::nowNs, own)) {
        assertThat(next.address()).isEqualTo(ended.address());
      }
      scene.freeze(scene.party(2));
      scene.link(scene.party(0), scene.party(1));
    }
  }
}
