// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Connections that end: every operation ends once, and nobody else notices. */
public interface LossContract extends FabricSubject {
  /** This side closes with operations under way. */
  @Test
  default void shouldCompleteEverythingWhenThisSideCloses() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      List<Long> tokens = beginSome(scene, link.near());
      link.near().close("done here");

      assertThat(link.near().state()).isEqualTo(Endpoint.State.CLOSED);
      assertThat(link.near().send(Scene.bytes("late"), MemorySegment.NULL)).isFalse();
      assertEnded(scene, near, link.near(), tokens);
      assertThat(near.disconnected().get(link.near())).contains("done here");
      scene.until("the far end", () -> far.disconnected().containsKey(link.far()));
    }
  }

  /** The peer closes with operations under way. */
  @Test
  default void shouldCompleteEverythingWhenThePeerCloses() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      List<Long> tokens = beginSome(scene, link.near());
      scene.round();
      link.far().close("go away");

      assertEnded(scene, near, link.near(), tokens);
      assertThat(near.disconnected().get(link.near())).isNotBlank();
    }
  }

  /** The peer's node stops with operations under way. */
  @Test
  default void shouldCompleteEverythingWhenThePeerStops() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party far = scene.party(1);
      Scene.Link link = scene.link(near, far);
      Scene.Link other = scene.link(near, scene.party(2));
      List<Long> tokens = beginSome(scene, link.near());
      scene.freeze(far);
      far.fabric().close();

      assertEnded(scene, near, link.near(), tokens);
      assertThat(far.disconnected()).isEmpty();
      assertThat(other.near().send(Scene.bytes("still here"), MemorySegment.NULL)).isTrue();
      scene.until("a message", () -> scene.party(2).messages().size() == 1);
    }
  }

  /** A peer that falls silent is given up within seconds; those that are not are kept. */
  @Test
  default void shouldNoticeAPeerThatFellSilent() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Party silent = scene.party(1);
      Scene.Link link = scene.link(near, silent);
      Scene.Link other = scene.link(near, scene.party(2));
      scene.freeze(silent);
      List<Long> tokens = beginSome(scene, link.near());
      long beganNs = scene.world().nowNs();
      scene.untilInTime("the end", () -> near.disconnected().containsKey(link.near()));

      assertThat(scene.world().nowNs() - beganNs).isLessThan(10_000_000_000L);
      assertEnded(scene, near, link.near(), tokens);
      assertThat(other.near().state()).isEqualTo(Endpoint.State.READY);
      assertThat(other.far().state()).isEqualTo(Endpoint.State.READY);
    }
  }

  /** A node that itself was away for long does not blame its peers. */
  @Test
  default void shouldForgiveItsOwnSleep() throws Exception {
    try (Scene scene = new Scene(world())) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      scene.world().advance(3_600_000_000_000L);
      for (int i = 0; i < 20; i++) {
        scene.round();
      }
      link.near().send(Scene.bytes("good morning"), MemorySegment.NULL);
      scene.until("a message", () -> scene.party(1).messages().size() == 1);

      assertThat(link.near().state()).isEqualTo(Endpoint.State.READY);
    }
  }

  /** A region that goes while a peer reads it: that read ends, however; the connection stays. */
  @Test
  default void shouldCloseARegionThatIsBeingRead() throws Exception {
    int length = 8 << 20;
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      for (int rounds = 0; rounds < 6; rounds++) {
        MemoryRegion source = scene.party(1).memory(length, Access.WRITE);
        MemoryRegion target = near.memory(length, Access.LOCAL);
        long read = near.token();
        long write = near.token();
        link.near().read(target, 0, source.pointer(0, length), read);
        link.near().write(target, 0, source.pointer(0, length), write);
        for (int i = 0; i < rounds; i++) {
          scene.round();
        }
        source.close();
        scene.until("both ends", () -> near.hasCompleted(read) && near.hasCompleted(write));

        assertThat(List.of(near.status(read), near.status(write)))
            .isSubsetOf(OperationStatus.DONE, OperationStatus.STALE_POINTER);
      }
      link.near().send(Scene.bytes("still here"), MemorySegment.NULL);
      scene.until("a message", () -> scene.party(1).messages().size() == 1);
    }
  }

  /** Ends and begins again, with nothing of before. */
  @Test
  default void shouldConnectAgain() throws Exception {
    try (Scene scene = new Scene(world())) {
      Party near = scene.party(0);
      for (int i = 0; i < 20; i++) {
        Scene.Link link = scene.link(near, scene.party(1));
        List<Long> tokens = beginSome(scene, link.near());
        (i % 2 == 0 ? link.near() : link.far()).close("round " + i);
        assertEnded(scene, near, link.near(), tokens);
        scene.until("the far end", () -> scene.party(1).disconnected().containsKey(link.far()));
      }
    }
  }

  private static List<Long> beginSome(Scene scene, Endpoint endpoint) {
    Party near = scene.party(0);
    int length = 8 << 20;
    MemoryRegion target = scene.party(1).memory(length, Access.WRITE);
    MemoryRegion local = near.memory(length, Access.LOCAL);
    List<Long> tokens = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      tokens.add(near.token());
    }
    assertThat(endpoint.read(local, 0, target.pointer(0, length), tokens.get(0))).isTrue();
    assertThat(endpoint.write(local, 0, target.pointer(0, length), tokens.get(1))).isTrue();
    assertThat(endpoint.read(local, 0, target.pointer(0, 10), tokens.get(2))).isTrue();
    endpoint.fence();
    assertThat(endpoint.write(local, 0, target.pointer(0, 10), tokens.get(3))).isTrue();
    assertThat(endpoint.fetchAdd(target.pointer(0, 8), 1, tokens.get(4))).isTrue();
    assertThat(endpoint.send(Scene.bytes("behind a fence"), MemorySegment.NULL)).isTrue();
    assertThat(endpoint.compareAndSwap(target.pointer(0, 8), 0, 1, tokens.get(5))).isTrue();
    assertThat(endpoint.flush(tokens.get(6))).isTrue();
    return tokens;
  }

  private static void assertEnded(Scene scene, Party party, Endpoint endpoint, List<Long> tokens) {
    scene.until("the end", () -> party.disconnected().containsKey(endpoint));
    for (long token : tokens) {
      assertThat(party.status(token)).isIn(OperationStatus.DONE, OperationStatus.DISCONNECTED);
    }
    assertThat(party.status(tokens.getLast())).isEqualTo(OperationStatus.DISCONNECTED);
    int before = party.completedCount();
    for (int i = 0; i < 5; i++) {
      scene.round();
    }
    assertThat(party.completedCount()).isEqualTo(before);
  }
}
