// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.testkit.fabric.Party;
import io.tokamak.testkit.fabric.Scene;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A peer that is there, and does not answer. The test tells the time, and what the peer says. */
final class AnswersTest {
  private static final long SECOND_NS = 1_000_000_000;

  /** Longer than all that is waited for here, so that silence is never the reason. */
  private static final long SILENCE_NS = 100 * SECOND_NS;

  private static final int LENGTH = 100_000;

  private static Scene scene(UcxOptions.Moves moves) throws IOException {
    UcxOptions options = UcxWorld.options().withTransports("tcp").withMoves(moves);
    return new Scene(new UcxWorld(node -> options));
  }

  /** Nobody polls meanwhile. Returns after how many seconds it ended. */
  private static long secondsToTheEnd(Scene scene, UcxEndpoint endpoint) {
    long beganNs = scene.world().nowNs();
    for (long second = 0; second < 100; second++) {
      endpoint.tick(beganNs + second * SECOND_NS, 0, SILENCE_NS);
      if (endpoint.state() == Endpoint.State.CLOSED) {
        return second;
      }
    }
    return Long.MAX_VALUE;
  }

  private static long read(Party party, Endpoint endpoint, RemotePointer from) {
    MemoryRegion target = party.memory(LENGTH, Access.LOCAL);
    long token = party.token();
    assertThat(endpoint.read(target, 0, from, token)).isTrue();
    return token;
  }

  private static void assertEnds(Scene scene, Scene.Link link, List<Long> tokens) {
    Party near = scene.party(0);
    assertThat(secondsToTheEnd(scene, (UcxEndpoint) link.near())).isEqualTo(30);
    scene.until("the end", () -> near.disconnected().containsKey(link.near()));
    assertThat(near.disconnected().get(link.near()))
        .isEqualTo("an operation was not answered for 30 s");
    for (long token : tokens) {
      assertThat(near.status(token)).isEqualTo(OperationStatus.DISCONNECTED);
    }
  }

  /** By the peer: a long read in pieces. By a card: the peer does not say where the region is. */
  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldEndAConnectionWhoseReadIsNotAnswered(UcxOptions.Moves moves) throws IOException {
    try (Scene scene = scene(moves)) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      RemotePointer from = scene.party(1).filled(LENGTH, Access.READ, 1).pointer(0, LENGTH);

      assertEnds(scene, link, List.of(read(scene.party(0), link.near(), from)));
    }
  }

  /** UCX does not end what the peer's side of it does not work at. */
  @Test
  void shouldEndAConnectionWhoseCardDoesNotAnswer() throws IOException {
    try (Scene scene = scene(UcxOptions.Moves.DIRECT)) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      RemotePointer from = scene.party(1).filled(LENGTH, Access.READ, 1).pointer(0, LENGTH);
      scene.untilCompleted(near, read(near, link.near(), from));

      assertEnds(scene, link, List.of(read(near, link.near(), from)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldEndAConnectionWhoseFlushIsNotAnswered(UcxOptions.Moves moves) throws IOException {
    try (Scene scene = scene(moves)) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      long token = scene.party(0).token();
      assertThat(link.near().flush(token)).isTrue();

      assertEnds(scene, link, List.of(token));
    }
  }

  @Test
  void shouldEndAConnectionWhoseAtomicIsNotAnswered() throws IOException {
    try (Scene scene = scene(UcxOptions.Moves.SERVED)) {
      Scene.Link link = scene.link(scene.party(0), scene.party(1));
      RemotePointer word = scene.party(1).filled(64, Access.WRITE, 1).pointer(0, 8);
      long token = scene.party(0).token();
      assertThat(link.near().fetchAdd(word, 1, token)).isTrue();

      assertEnds(scene, link, List.of(token));
    }
  }

  /** Whoever has been answered, and whoever has asked for nothing, waits for nothing. */
  @ParameterizedTest
  @EnumSource(names = {"SERVED", "DIRECT"})
  void shouldLetAConnectionBeOnWhichNothingIsOwed(UcxOptions.Moves moves) throws IOException {
    try (Scene scene = scene(moves)) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      RemotePointer from = scene.party(1).filled(LENGTH, Access.READ, 1).pointer(0, LENGTH);
      UcxEndpoint endpoint = (UcxEndpoint) link.near();
      for (int i = 0; i < 3; i++) {
        long token = read(near, endpoint, from);
        endpoint.tick(scene.world().nowNs() + i * 20L * SECOND_NS, 0, SILENCE_NS);
        scene.untilCompleted(near, token);
      }
      endpoint.tick(scene.world().nowNs() + 90 * SECOND_NS, 0, SILENCE_NS);

      assertThat(endpoint.state()).isEqualTo(Endpoint.State.READY);
    }
  }

  /** A frame was lost, and those behind it still come. */
  @Test
  void shouldEndAConnectionThatLacksAFrame() throws IOException {
    try (Scene scene = scene(UcxOptions.Moves.SERVED)) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      UcxEndpoint endpoint = (UcxEndpoint) link.near();
      Frame early = new Frame().start(FrameType.PING);
      early.sequence = 1_000;
      long beganNs = scene.world().nowNs();

      assertThat(endpoint.frame(early)).isFalse();
      endpoint.tick(beganNs, 0, SILENCE_NS);
      endpoint.tick(beganNs + SILENCE_NS - 1, 0, SILENCE_NS);
      assertThat(endpoint.state()).isEqualTo(Endpoint.State.READY);
      endpoint.tick(beganNs + SILENCE_NS, 0, SILENCE_NS);
      scene.until("the end", () -> near.disconnected().containsKey(endpoint));
      assertThat(near.disconnected().get(endpoint))
          .isEqualTo("frame 1 did not come for 100000 ms, and others did");
    }
  }

  /** The path broke while the answer was on its way: UCX knows it no more. */
  @Test
  void shouldNotTouchAPathThatIsClosed() throws IOException {
    try (Scene scene = scene(UcxOptions.Moves.DIRECT)) {
      Party near = scene.party(0);
      Scene.Link link = scene.link(near, scene.party(1));
      UcxEndpoint endpoint = (UcxEndpoint) link.near();
      RemotePointer from = scene.party(1).filled(LENGTH, Access.READ, 1).pointer(0, LENGTH);
      long token = read(near, endpoint, from);
      ((UcxFabric) near.fabric()).ways().closeAll();
      byte[] key = {1, 2, 3};
      int tooShort = LENGTH - 1; // whoever looks says so

      endpoint.told(
          new Notice.Place(
              from.region(),
              from.generation(),
              OperationStatus.DONE,
              Access.READ,
              4096,
              tooShort,
              key));
      scene.until("the end", () -> near.disconnected().containsKey(endpoint));
      assertThat(near.status(token)).isEqualTo(OperationStatus.DISCONNECTED);
      assertThat(near.disconnected().get(endpoint)).startsWith("the path broke: ");
    }
  }
}
