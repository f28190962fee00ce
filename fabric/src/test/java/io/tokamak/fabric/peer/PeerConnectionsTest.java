// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.FakeFabric.FakeEndpoint;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection to each peer. */
final class PeerConnectionsTest {
  private static final NodeRef LOW = new NodeRef(1, 10);
  private static final NodeRef HIGH = new NodeRef(-1, 10);
  private static final FabricAddress SOMEWHERE = new FabricAddress("fake", "there");
  private static final Backoff BACKOFF = new Backoff(100, 400);
  private static final long FAR_NS = 1_000_000;

  private final FakeFabric fabric = new FakeFabric(LOW);
  private final PeerConnections peers = new PeerConnections(fabric, BACKOFF, 1000);

  private Waiter want(NodeRef peer, long nowNs, long deadlineNs) {
    Waiter waiter = new Waiter();
    peers.want(peer, SOMEWHERE, nowNs, deadlineNs, waiter);
    return waiter;
  }

  @Test
  void shouldShareOneConnectionAmongAllWhoWantIt() {
    List<Waiter> waiters = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiters.add(want(HIGH, 0, FAR_NS));
    }

    assertThat(fabric.begun()).hasSize(1);
    assertThat(peers.waiting()).isEqualTo(100);
    assertThat(peers.ready(HIGH)).isNull();
    peers.connected(fabric.begun().getFirst());
    assertThat(waiters)
        .allMatch(w -> w.ready.equals(List.of(fabric.begun().getFirst())) && w.failed.isEmpty());
    assertThat(peers.waiting()).isZero();
    assertThat(want(HIGH, 1, FAR_NS).ready).hasSize(1);
    assertThat(peers.ready(HIGH)).isEqualTo(fabric.begun().getFirst());
    assertThat(fabric.begun()).hasSize(1);
  }

  @Test
  void shouldEndEachWaitAtItsDeadline() {
    Waiter early = want(HIGH, 0, 50);
    Waiter late = want(HIGH, 0, 60);
    peers.work(49);
    assertThat(early.failed).isEmpty();
    peers.work(50);

    assertThat(early.failed).hasSize(1);
    assertThat(late.failed).isEmpty();
    peers.connected(fabric.begun().getFirst());
    assertThat(early.ready).isEmpty();
    assertThat(late.ready).hasSize(1);
    assertThat(want(HIGH, 70, 70).failed).hasSize(1);
  }

  @Test
  void shouldTellAllWhoWaitOfAFailureAndLeaveThePeerAlone() {
    Waiter first = want(HIGH, 0, FAR_NS);
    peers.disconnected(fabric.begun().getFirst(), "nobody there", 5);

    assertThat(first.failed).containsExactly("nobody there");
    assertThat(peers.state(HIGH)).isEqualTo(PeerState.FAILED);
    assertThat(want(HIGH, 104, FAR_NS).failed.getFirst()).contains("nobody there");
    assertThat(fabric.begun()).hasSize(1);
    want(HIGH, 105, FAR_NS);
    assertThat(fabric.begun()).hasSize(2);
  }

  @Test
  void shouldDoubleTheBackoffUpToItsBound() {
    assertThat(List.of(1, 2, 3, 4, 1000).stream().map(BACKOFF::afterNs))
        .containsExactly(100L, 200L, 400L, 400L, 400L);
    assertThat(new Backoff(3, Long.MAX_VALUE).afterNs(1000)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void shouldStartOverAfterASuccess() {
    for (int i = 0; i < 3; i++) {
      want(HIGH, i * 1000L, FAR_NS);
      peers.disconnected(fabric.begun().getLast(), "no", i * 1000L);
    }
    want(HIGH, 5000, FAR_NS);
    peers.connected(fabric.begun().getLast());
    peers.disconnected(fabric.begun().getLast(), "broke", 6000);

    assertThat(want(HIGH, 6099, FAR_NS).failed).hasSize(1);
    assertThat(want(HIGH, 6100, FAR_NS).failed).isEmpty();
  }

  @Test
  void shouldUseAConnectionThatThePeerBegan() {
    FakeEndpoint incoming = FakeFabric.incoming(HIGH);
    peers.connected(incoming);

    assertThat(want(HIGH, 0, FAR_NS).ready).containsExactly(incoming);
    assertThat(fabric.begun()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldKeepTheConnectionThatTheLowerNodeBegan(boolean incomingFirst) {
    Waiter waiter = want(HIGH, 0, FAR_NS);
    FakeEndpoint own = fabric.begun().getFirst();
    FakeEndpoint incoming = FakeFabric.incoming(HIGH);
    peers.connected(incomingFirst ? incoming : own);
    peers.connected(incomingFirst ? own : incoming);

    assertThat(incoming.isClosed()).as("left to who began it").isFalse();
    assertThat(own.isClosed()).isFalse();
    assertThat(waiter.ready).containsExactly(own);
    peers.disconnected(incoming, "closed", 1);
    assertThat(peers.ready(HIGH)).isEqualTo(own);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldGiveUpTheConnectionOfTheHigherNode(boolean incomingFirst) {
    FakeFabric highFabric = new FakeFabric(HIGH);
    PeerConnections high = new PeerConnections(highFabric, BACKOFF, 1000);
    Waiter waiter = new Waiter();
    high.want(LOW, SOMEWHERE, 0, FAR_NS, waiter);
    FakeEndpoint own = highFabric.begun().getFirst();
    FakeEndpoint incoming = FakeFabric.incoming(LOW);
    high.connected(incomingFirst ? incoming : own);
    high.connected(incomingFirst ? own : incoming);

    assertThat(own.isClosed()).isTrue();
    assertThat(incoming.isClosed()).isFalse();
    assertThat(high.ready(LOW)).isEqualTo(incoming);
    assertThat(waiter.ready).hasSize(1);
    high.disconnected(own, "closed", 1);
    assertThat(high.ready(LOW)).isEqualTo(incoming);
  }

  /** It may be the only one that works: who begins is behind a wall, say. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldServeWithTheOneThatThePeerBeganWhenItsOwnFails(boolean wasReady) {
    Waiter waiter = want(HIGH, 0, FAR_NS);
    FakeEndpoint own = fabric.begun().getFirst();
    FakeEndpoint incoming = FakeFabric.incoming(HIGH);
    peers.connected(incoming);
    assertThat(waiter.ready).isEmpty();
    if (wasReady) {
      peers.connected(own);
    }
    peers.disconnected(own, "no way", 1);

    assertThat(waiter.ready).containsExactly(wasReady ? own : incoming);
    assertThat(waiter.failed).isEmpty();
    assertThat(peers.ready(HIGH)).isEqualTo(incoming);
    peers.disconnected(incoming, "no way either", 2);
    assertThat(peers.ready(HIGH)).isNull();
  }

  @Test
  void shouldKeepOneSpareOnlyAndCloseItWithTheNode() {
    want(HIGH, 0, FAR_NS);
    FakeEndpoint first = FakeFabric.incoming(HIGH);
    FakeEndpoint second = FakeFabric.incoming(HIGH);
    peers.connected(first);
    peers.connected(second);

    assertThat(first.isClosed()).isTrue();
    assertThat(second.isClosed()).isFalse();
    peers.forget(HIGH, "gone");
    assertThat(second.isClosed()).isTrue();
    assertThat(fabric.begun().getFirst().isClosed()).isTrue();
  }

  @Test
  void shouldVoidTheRecordOfAnEarlierLife() {
    want(HIGH, 0, FAR_NS);
    FakeEndpoint old = fabric.begun().getFirst();
    Waiter waiting = want(HIGH, 0, FAR_NS);
    NodeRef next = new NodeRef(HIGH.node(), 11);
    want(next, 1, FAR_NS);

    assertThat(old.isClosed()).isTrue();
    assertThat(waiting.failed).hasSize(1);
    assertThat(peers.state(HIGH)).isEqualTo(PeerState.ABSENT);
    assertThat(peers.state(next)).isEqualTo(PeerState.CONNECTING);
    assertThat(want(HIGH, 2, FAR_NS).failed.getFirst()).contains("started again");
    FakeEndpoint ghost = FakeFabric.incoming(HIGH);
    peers.connected(ghost);
    assertThat(ghost.isClosed()).isTrue();
    assertThat(peers.size()).isEqualTo(1);
  }

  @Test
  void shouldLearnOfANewLifeFromAConnectionOfThePeer() {
    FakeEndpoint old = FakeFabric.incoming(HIGH);
    peers.connected(old);
    NodeRef next = new NodeRef(HIGH.node(), 11);
    FakeEndpoint fresh = FakeFabric.incoming(next);
    peers.connected(fresh);
    peers.disconnected(old, "reset", 1);

    assertThat(old.isClosed()).isTrue();
    assertThat(peers.ready(next)).isEqualTo(fresh);
    assertThat(peers.ready(HIGH)).isNull();
  }

  @Test
  void shouldForgetPeersThatFailedLongAgo() {
    want(HIGH, 0, FAR_NS);
    peers.disconnected(fabric.begun().getFirst(), "no", 0);
    peers.work(499);
    assertThat(peers.size()).isEqualTo(1);
    peers.work(500);

    assertThat(peers.size()).isZero();
  }

  @Test
  void shouldForgetANodeThatIsGoneForGood() {
    Waiter waiter = want(HIGH, 0, FAR_NS);
    peers.forget(HIGH, "left the cluster");

    assertThat(waiter.failed).containsExactly("left the cluster");
    assertThat(fabric.begun().getFirst().isClosed()).isTrue();
    assertThat(peers.size()).isZero();
  }

  @Test
  void shouldLetAWaiterAskAgainWhileItIsTold() {
    List<String> told = new ArrayList<>();
    peers.want(
        HIGH,
        SOMEWHERE,
        0,
        FAR_NS,
        new PeerWait() {
          @Override
          public void ready(Endpoint endpoint) {
            told.add("ready");
          }

          @Override
          public void failed(String why) {
            told.add(why);
            peers.want(HIGH, SOMEWHERE, 200, FAR_NS, this);
          }
        });
    peers.disconnected(fabric.begun().getFirst(), "first", 0);
    assertThat(fabric.begun()).hasSize(2);
    peers.connected(fabric.begun().getLast());

    assertThat(told).containsExactly("first", "ready");
  }

  @Test
  void shouldTakeTheNextConnectionOfAPeerThatLostTheFirst() {
    FakeEndpoint lost = FakeFabric.incoming(HIGH);
    FakeEndpoint next = FakeFabric.incoming(HIGH);
    peers.connected(lost);
    peers.connected(next);

    assertThat(peers.ready(HIGH)).isEqualTo(next);
    peers.disconnected(lost, "closed", 1);

    assertThat(peers.ready(HIGH)).isEqualTo(next);
  }

  /** Two ways to one peer, begun without knowing that they lead there. */
  @Test
  void shouldTakeTheLastOfThoseItBeganItself() {
    want(HIGH, 0, FAR_NS);
    FakeEndpoint first = fabric.begun().getFirst();
    peers.connected(first);
    FakeEndpoint sought = new FakeEndpoint(NodeRef.ANYBODY, true, 0).meets(HIGH);
    peers.connected(sought);

    assertThat(first.isClosed()).isTrue();
    assertThat(peers.ready(HIGH)).isEqualTo(sought);
  }

  @Test
  void shouldNotConnectToItself() {
    FakeEndpoint itself = FakeFabric.incoming(LOW);
    peers.connected(itself);
    FakeEndpoint namesake = FakeFabric.incoming(new NodeRef(LOW.node(), 11));
    peers.connected(namesake);

    assertThat(itself.isClosed()).isTrue();
    assertThat(namesake.isClosed()).isTrue();
    assertThat(want(LOW, 0, FAR_NS).failed.getFirst()).contains("this node itself");
    assertThat(fabric.begun()).isEmpty();
    assertThat(peers.size()).isZero();
  }

  @Test
  void shouldNotKeepPeersForWhichThereWasNoTime() {
    assertThat(want(HIGH, 10, 10).failed).hasSize(1);

    assertThat(peers.size()).isZero();
  }

  @Test
  void shouldBoundHowManyWait() {
    for (int i = 0; i < 1 << 16; i++) {
      want(HIGH, 0, FAR_NS);
    }
    Waiter oneMore = want(HIGH, 0, FAR_NS);

    assertThat(oneMore.failed.getFirst()).contains("wait for a connection to this peer already");
    assertThat(peers.waiting()).isEqualTo(1 << 16);
  }
}
