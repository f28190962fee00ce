// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several networks in one world, addresses of unknown nodes, cuts at chosen moments. */
class NetworksTest {
  private static final int SEEDS = 200;

  private static Endpoint connect(World world, Fabric from, NodeRef who, FabricAddress address) {
    return from.connect(who, address, world.nowNs() + 1_000_000_000);
  }

  private static void pollBoth(Peer one, Fabric fabric, Fabric other, Peer two) {
    one.node.world().runFor(Duration.ofNanos(1000));
    fabric.poll(one);
    other.poll(two);
  }

  @Test
  void shouldKeepNetworksApart() {
    World world = World.of(1, Semantics.weakest());
    Network second = world.network("shm", Semantics.shm());
    Peer a = new Peer(world.node("a"));
    Peer b = new Peer(world.node("b"));
    Fabric fromA = a.node.fabrics().get(1);
    Fabric fromB = b.node.fabrics().get(1);
    assertThat(fromA.name()).isEqualTo("shm");
    assertThat(fromA.capabilities()).isEqualTo(Semantics.shm());
    assertThat(fromB.address()).isEqualTo(new FabricAddress("shm", "b"));
    world.network().part(List.of(a.node), false);
    Endpoint toB = connect(world, fromA, b.node.ref(), fromB.address());
    while (toB.state() == Endpoint.State.CONNECTING) {
      pollBoth(a, fromA, fromB, b);
    }
    assertThat(toB.state()).isEqualTo(Endpoint.State.READY);
    assertThat(second.connections()).hasSize(1);
    assertThat(world.network().connections()).isEmpty();
    second.connections().getFirst().cut("gone");
    while (!a.endpoints.isEmpty()) {
      pollBoth(a, fromA, fromB, b);
    }
    assertThat(toB.state()).isEqualTo(Endpoint.State.CLOSED);
  }

  @Test
  void shouldFindNobodyAtAnAddressOfAnotherNetwork() {
    World world = World.of(1, Semantics.weakest());
    world.network("shm", Semantics.shm());
    Peer a = new Peer(world.node("a"));
    Node b = world.node("b");
    connect(world, a.node.fabric(), b.ref(), b.fabrics().get(1).address());
    while (a.news.isEmpty()) {
      pollBoth(a, a.node.fabric(), b.fabric(), new Peer(b));
    }
    assertThat(a.news).singleElement().asString().contains("nobody at shm://b");
  }

  @Test
  void shouldRefuseANetworkWhenThereAreNodes() {
    World world = World.of(1, Semantics.weakest());
    world.node("a");
    assertThatThrownBy(() -> world.network("shm", Semantics.shm()))
        .hasMessageContaining("there are nodes already");
  }

  @Test
  void shouldTellWhoAnsweredAtAnAddress() {
    World world = World.of(2, Semantics.weakest());
    Peer a = new Peer(world.node("a"));
    Peer b = new Peer(world.node("b"));
    Endpoint toB = connect(world, a.fabric, NodeRef.ANYBODY, b.node.address());
    assertThat(toB.peer()).isEqualTo(NodeRef.ANYBODY);
    while (toB.state() == Endpoint.State.CONNECTING) {
      pollBoth(a, a.fabric, b.fabric, b);
    }
    assertThat(toB.peer()).isEqualTo(b.node.ref());
    assertThat(b.endpoints.getFirst().peer()).isEqualTo(a.node.ref());
  }

  /** How far a question and its answer got when the connection was cut after so many moments. */
  private static String progressOfACutAfter(int moments, World world) {
    PairOfNodes pair = new PairOfNodes(world);
    world.cutAfter(moments);
    Peer.send(pair.toB, "question");
    boolean asked = pair.happens(() -> !pair.b.messages.isEmpty(), Duration.ofMillis(10));
    if (asked) {
      Peer.send(pair.toA, "answer");
    }
    boolean answered = pair.happens(() -> !pair.a.messages.isEmpty(), Duration.ofMillis(10));
    boolean cut = !world.disarmMoment();
    boolean lost = pair.happens(() -> pair.a.endpoints.isEmpty(), Duration.ofMillis(10));
    assertThat(lost).isEqualTo(cut);
    return asked + "," + answered + "," + cut;
  }

  private static Set<String> cutAfter(int moments) {
    Set<String> seen = new HashSet<>();
    assertThat(
            Simulation.of("cut after " + moments)
                .seeds(SEEDS)
                .firstFailure(world -> seen.add(progressOfACutAfter(moments, world))))
        .isEmpty();
    return seen;
  }

  @Test
  void shouldActAfterAMoment() {
    PairOfNodes pair = new PairOfNodes(World.of(3, Semantics.weakest()));
    pair.world.afterMoments(2, pair.b.node::crash);
    Peer.send(pair.toB, "one");
    assertThat(pair.b.node.isUp()).isTrue();
    pair.happens(() -> !pair.b.node.isUp(), Duration.ofMillis(1));
    assertThat(pair.b.node.isUp()).isFalse();
    assertThat(pair.world.disarmMoment()).isFalse();
    pair.world.afterMoments(1, pair.a.node::crash);
    assertThat(pair.world.disarmMoment()).isTrue();
  }

  /** A message is sent, arrives, is received; so is its answer. */
  @Test
  void shouldCutAfterEachMoment() {
    assertThat(cutAfter(1)).contains("true,false,true", "false,false,true");
    assertThat(cutAfter(2)).contains("true,false,true");
    assertThat(cutAfter(3)).contains("true,false,true");
    assertThat(cutAfter(4)).contains("true,false,true", "true,true,true");
    assertThat(cutAfter(6)).containsExactly("true,true,true");
    assertThat(cutAfter(7)).containsExactly("true,true,false");
  }
}
