// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.PeerConnections;
import io.tokamak.fabric.peer.PeerState;
import io.tokamak.fabric.peer.PeerWait;
import io.tokamak.testkit.history.History;
import io.tokamak.testkit.history.Outcome;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Three nodes want connections to each other all the time, while everything goes wrong: each wait
 * ends once and in time; in the calm there is one connection for each pair, and both ends know it.
 */
class PeerConnectionsStormTest {
  private static final int NODES = 3;
  private static final long WAIT_NS = 2_000_000;
  private static final long CONNECT_NS = 3_000_000;
  private static final long GRACE_NS = 25_000_000; // a pause, and drift
  private static final long WORK_EVERY_NS = 500_000;
  private static final Duration LATE_NEWS = Duration.ofMillis(130); // of what broke in the storm

  @Test
  void shouldConnectEachPairOnceWhateverHappens() {
    Simulation.of("peer connections").seeds(10_000).faults(Faults.all()).run(Storm::new);
  }

  /** Both ends begin at once: what one of them uses already must not be closed by the other. */
  @Test
  void shouldLoseNothingWhileNothingGoesWrong() {
    Simulation.of("peer connections in peace")
        .seeds(2000)
        .faults(Faults.none())
        .run(world -> {
          Storm storm = new Storm(world);
          assertThat(storm.lost).as("connections lost while in use").isZero();
        });
  }

  /** One run. */
  private static final class Storm {
    private final History history;
    private final World world;
    private final Member[] members = new Member[NODES];
    private int lost;

    Storm(World world) {
      this.world = world;
      history = new History(world::nowNs, GRACE_NS);
      for (int i = 0; i < NODES; i++) {
        int number = i;
        world.node(
            "n" + i,
            node -> {
              history.died(node.name());
              members[number] = new Member(node);
              return members[number];
            });
      }
      world.runFor(Duration.ofMillis(30));
      world.calm();
      world.runFor(LATE_NEWS);
      assertThat(world.runUntil(this::isSettled, Duration.ofSeconds(20))).as("settled").isTrue();
      world.runFor(Duration.ofMillis(20));
      assertThat(isSettled()).as("stays so").isTrue();
      assertThat(world.network().connections()).hasSize(NODES * (NODES - 1) / 2);
      history.assertSound();
    }

    private boolean isSettled() {
      return all(from -> all(to -> from.equals(to) || from.isConnectedTo(to.node.ref())));
    }

    private boolean all(Predicate<Member> condition) {
      return List.of(members).stream().allMatch(condition);
    }

    /** A node that wants connections to all others. */
    private final class Member implements NodeProcess, FabricListener {
      private final Node node;
      private final PeerConnections peers;
      private final List<Node> wanted = new ArrayList<>();

      Member(Node node) {
        this.node = node;
        peers = new PeerConnections(node.fabric(), new Backoff(100_000, 1_000_000), CONNECT_NS);
      }

      boolean isConnectedTo(NodeRef peer) {
        return peers.state(peer) == PeerState.READY;
      }

      @Override
      public long step() {
        node.fabric().poll(this);
        peers.work(node.nowNs());
        for (Node other : world.nodes()) {
          if (!other.equals(node) && !wanted.contains(other)) {
            want(other);
          }
        }
        return node.nowNs() + WORK_EVERY_NS;
      }

      private void want(Node other) {
        wanted.add(other);
        History.Wait wait = history.waits(node.name(), other.name(), world.nowNs() + WAIT_NS);
        long nowNs = node.nowNs();
        peers.want(
            other.ref(),
            other.address(),
            nowNs,
            nowNs + WAIT_NS,
            new PeerWait() {
              @Override
              public void ready(Endpoint endpoint) {
                assertThat(endpoint.peer().node()).isEqualTo(other.ref().node());
                failed("connected");
              }

              @Override
              public void failed(String why) {
                wanted.remove(other);
                wait.ended(Outcome.FAILED, null);
              }
            });
      }

      @Override
      public void connected(Endpoint endpoint) {
        peers.connected(endpoint);
      }

      @Override
      public void disconnected(Endpoint endpoint, String why) {
        lost += endpoint.equals(peers.ready(endpoint.peer())) ? 1 : 0;
        peers.disconnected(endpoint, why, node.nowNs());
      }

      @Override
      public void received(Endpoint endpoint, MemorySegment message) {
        throw new AssertionError("nobody sends messages");
      }

      @Override
      public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
        throw new AssertionError("nobody begins operations");
      }
    }
  }
}
