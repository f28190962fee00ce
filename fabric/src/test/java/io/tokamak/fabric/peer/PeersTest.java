// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.peer.FakeFabric.FakeEndpoint;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The best way to each peer, out of two. */
final class PeersTest {
  private static final NodeRef SELF = new NodeRef(1, 10);
  private static final NodeRef PEER = new NodeRef(2, 20);
  private static final FabricAddress GOOD = new FabricAddress("good", "there");
  private static final FabricAddress PLAIN = new FabricAddress("plain", "there");
  private static final PeerAddress BOTH = new PeerAddress(PEER, List.of(PLAIN, GOOD));
  private static final Backoff BACKOFF = new Backoff(100, 400);
  private static final long CONNECT_NS = 1000;
  private static final long FAR_NS = 1_000_000;

  private final FakeFabric good = new FakeFabric(SELF, "good");
  private final FakeFabric plain = new FakeFabric(SELF, "plain");
  private final Above above = new Above();
  private final Peers peers = new Peers(List.of(good, plain), above, BACKOFF, CONNECT_NS);

  /** Remembers, in order, what came up. */
  private static final class Above implements FabricListener {
    final List<String> heard = new ArrayList<>();

    @Override
    public void connected(Endpoint endpoint) {
      heard.add("connected " + endpoint.peer());
    }

    @Override
    public void disconnected(Endpoint endpoint, String why) {
      heard.add("disconnected " + why);
    }

    @Override
    public void received(Endpoint endpoint, MemorySegment message) {
      heard.add("received");
    }

    @Override
    public void completed(Endpoint endpoint, long token, OperationStatus status, long value) {
      heard.add("completed " + token);
    }
  }

  private Waiter want(PeerAddress peer, long nowNs, long deadlineNs) {
    Waiter waiter = new Waiter();
    peers.want(peer, nowNs, deadlineNs, waiter);
    return waiter;
  }

  private FakeEndpoint connectOver(FakeFabric fabric, long nowNs) {
    FakeEndpoint endpoint = fabric.begun().getLast();
    fabric.connects(endpoint);
    peers.poll(nowNs);
    return endpoint;
  }

  /** The better fabric fails, the other one serves. */
  private FakeEndpoint fallBack(long nowNs) {
    want(BOTH, nowNs, FAR_NS);
    good.loses(good.begun().getLast(), "other host");
    peers.poll(nowNs);
    return connectOver(plain, nowNs);
  }

  @Test
  void shouldTakeTheBestFabric() {
    Waiter waiter = want(BOTH, 0, FAR_NS);
    FakeEndpoint endpoint = connectOver(good, 1);

    assertThat(waiter.ready).containsExactly(endpoint);
    assertThat(plain.begun()).isEmpty();
    assertThat(peers.ready(PEER)).isEqualTo(endpoint);
    assertThat(peers.route(PEER)).isEqualTo(new Route("good", List.of()));
    assertThat(above.heard).containsExactly("connected " + PEER);
  }

  @Test
  void shouldFallBackAndSayWhy() {
    Waiter waiter = want(BOTH, 0, FAR_NS);
    good.loses(good.begun().getFirst(), "other host");
    peers.poll(1);
    assertThat(waiter.failed).isEmpty();
    FakeEndpoint endpoint = connectOver(plain, 2);

    assertThat(waiter.ready).containsExactly(endpoint);
    assertThat(peers.route(PEER)).isEqualTo(new Route("plain", List.of("good: other host")));
    assertThat(peers.route(PEER).isThere()).isTrue();
  }

  @Test
  void shouldSkipAFabricThePeerDoesNotHave() {
    PeerAddress plainOnly = new PeerAddress(PEER, List.of(PLAIN));
    Waiter waiter = want(plainOnly, 0, FAR_NS);
    FakeEndpoint endpoint = connectOver(plain, 1);

    assertThat(good.begun()).isEmpty();
    assertThat(waiter.ready).containsExactly(endpoint);
    assertThat(peers.route(PEER).whyNotBetter())
        .containsExactly("good: the peer has no such address");
  }

  @Test
  void shouldTellAllReasonsWhenNothingWorks() {
    Waiter waiter = want(BOTH, 0, FAR_NS);
    good.loses(good.begun().getFirst(), "other host");
    peers.poll(1);
    plain.loses(plain.begun().getFirst(), "refused");
    peers.poll(2);

    assertThat(waiter.failed).containsExactly("good: other host; plain: refused");
    assertThat(peers.route(PEER))
        .isEqualTo(new Route("", List.of("good: other host", "plain: refused")));
    assertThat(peers.route(PEER).isThere()).isFalse();
    Waiter soon = want(BOTH, 3, FAR_NS);
    assertThat(soon.failed.getFirst()).contains("not tried again yet: other host");
    Waiter nowhere = want(new PeerAddress(PEER, List.of()), 4, FAR_NS);
    assertThat(nowhere.failed.getFirst()).contains("no such address");
  }

  /** The waiter's time is shared by the fabrics: one that hangs leaves some for the next. */
  @Test
  void shouldLeaveTimeForTheNextFabric() {
    Waiter waiter = want(BOTH, 0, 100);
    peers.work(49);
    assertThat(plain.begun()).isEmpty();
    peers.work(50);
    assertThat(plain.begun()).hasSize(1);
    FakeEndpoint endpoint = connectOver(plain, 99);

    assertThat(waiter.ready).containsExactly(endpoint);
    assertThat(peers.route(PEER).whyNotBetter()).containsExactly("good: being connected");
    FakeEndpoint late = connectOver(good, 150);
    assertThat(peers.ready(PEER)).isEqualTo(late);
  }

  @Test
  void shouldGiveTheOnlyFabricAllOfTheTime() {
    Waiter waiter = want(new PeerAddress(PEER, List.of(GOOD)), 0, 100);
    peers.work(99);
    assertThat(waiter.failed).isEmpty();
    peers.work(100);

    assertThat(waiter.failed.getFirst()).contains("good: no connection", "plain: the peer has no");
  }

  @Test
  void shouldNotWaitLongerForAFabricThanAnAttemptTakes() {
    want(BOTH, 0, FAR_NS);
    assertThat(good.begun().getFirst().deadlineNs()).isEqualTo(CONNECT_NS);
    peers.work(CONNECT_NS);

    assertThat(plain.begun()).hasSize(1);
  }

  @Test
  void shouldTryTheBetterFabricAgainInTheBackground() {
    FakeEndpoint serving = fallBack(0);
    peers.work(99);
    assertThat(good.begun()).hasSize(1);
    peers.work(199);
    assertThat(good.begun()).hasSize(2);
    Waiter meanwhile = want(BOTH, 200, FAR_NS);
    assertThat(meanwhile.ready).containsExactly(serving);
    FakeEndpoint better = connectOver(good, 201);

    assertThat(peers.ready(PEER)).isEqualTo(better);
    assertThat(serving.isClosed()).isFalse();
    assertThat(peers.route(PEER)).isEqualTo(new Route("good", List.of()));
  }

  @Test
  void shouldTryTheBetterFabricLessAndLessOften() {
    fallBack(0);
    for (long nowNs = 0; nowNs < 10_000; nowNs += 10) {
      peers.work(nowNs);
      if (!good.begun().getLast().isClosed()) {
        good.loses(good.begun().getLast(), "other host");
        peers.poll(nowNs);
      }
    }

    assertThat(good.begun()).hasSizeBetween(15, 30); // every 400 to 500 ns
    assertThat(plain.begun()).hasSize(1);
  }

  @Test
  void shouldFallBackToTheOtherConnectionWhenTheBetterOneBreaks() {
    FakeEndpoint serving = fallBack(0);
    peers.work(200);
    FakeEndpoint better = connectOver(good, 201);
    good.loses(better, "the segment is gone");
    peers.poll(300);

    assertThat(peers.ready(PEER)).isEqualTo(serving);
    assertThat(peers.route(PEER).fabric()).isEqualTo("plain");
    assertThat(peers.route(PEER).whyNotBetter())
        .containsExactly("good: failed 0.0 s ago, tried again in 0.0 s: the segment is gone");
  }

  /** It connects, breaks and connects again: each time it is left alone for longer. */
  @Test
  void shouldDemoteAFabricThatBreaksAgainAndAgain() {
    fallBack(0);
    for (long now = 200; now < 100_000; now += 50) {
      peers.work(now);
      if (good.begun().getLast().state() != Endpoint.State.CLOSED) {
        good.loses(connectOver(good, now), "it broke");
        peers.poll(now);
      }
      assertThat(want(BOTH, now, FAR_NS).ready).as("at %d", now).hasSize(1);
    }

    assertThat(good.begun()).hasSizeBetween(20, 30); // every 4,800 ns in the end
    assertThat(plain.begun()).hasSize(1);
  }

  /** Whoever asks goes to those that do not rest first, and to the others if these fail. */
  @Test
  void shouldTryWhatRestsLast() {
    want(BOTH, 0, FAR_NS);
    good.loses(connectOver(good, 1), "it broke");
    peers.poll(200);
    Waiter waiter = want(BOTH, 320, FAR_NS);
    assertThat(good.begun()).hasSize(1);
    assertThat(plain.begun()).hasSize(1);
    plain.loses(plain.begun().getFirst(), "refused");
    peers.poll(330);
    FakeEndpoint again = connectOver(good, 340);

    assertThat(waiter.ready).containsExactly(again);
    assertThat(peers.route(PEER)).isEqualTo(new Route("good", List.of()));
  }

  /** Who waits for the better fabric is served by a connection of the peer over the other one. */
  @Test
  void shouldServeWhoWaitsWithWhateverConnects() {
    Waiter waiter = want(BOTH, 0, FAR_NS);
    FakeEndpoint incoming = FakeFabric.incoming(PEER);
    plain.connects(incoming);
    peers.poll(1);

    assertThat(waiter.ready).containsExactly(incoming);
    connectOver(good, 2);
    assertThat(waiter.ready).hasSize(1);
    assertThat(waiter.failed).isEmpty();
  }

  @Test
  void shouldMakeAPeerOfWhoeverAnswers() {
    Endpoint sought = peers.seek(PLAIN, 5);
    FakeEndpoint begun = plain.begun().getFirst();
    assertThat(sought).isSameAs(begun);
    assertThat(begun.peer()).isEqualTo(NodeRef.ANYBODY);
    assertThat(begun.deadlineNs()).isEqualTo(5 + CONNECT_NS);
    plain.connects(begun.meets(PEER));
    peers.poll(6);

    assertThat(peers.ready(PEER)).isEqualTo(begun);
    assertThat(above.heard).containsExactly("connected " + PEER);
    assertThat(peers.route(PEER))
        .isEqualTo(new Route("plain", List.of("good: nobody has asked for this peer")));
    want(BOTH, 7, FAR_NS);
    peers.work(8);
    assertThat(good.begun()).hasSize(1);
    assertThatThrownBy(() -> peers.seek(new FabricAddress("none", "there"), 9))
        .hasMessageContaining("no fabric here for none://there");
  }

  @Test
  void shouldFindABetterWayToAPeerThatCame() {
    plain.connects(FakeFabric.incoming(PEER));
    peers.poll(1);
    peers.know(BOTH);
    peers.work(2);
    FakeEndpoint better = connectOver(good, 3);

    assertThat(peers.ready(PEER)).isEqualTo(better);
    assertThat(plain.begun()).isEmpty();
  }

  @Test
  void shouldConnectToNobodyWhoIsOnlyKnown() {
    peers.know(BOTH);
    for (long nowNs = 0; nowNs < 1000; nowNs += 10) {
      peers.work(nowNs);
    }
    assertThat(good.begun()).isEmpty();
    assertThat(plain.begun()).isEmpty();
  }

  @Test
  void shouldTellThatNobodyAnswered() {
    peers.seek(PLAIN, 5);
    plain.loses(plain.begun().getFirst(), "nobody there");
    peers.poll(6);

    assertThat(above.heard).containsExactly("disconnected nobody there");
    assertThat(peers.size()).isZero();
  }

  /** An address that leads to a peer whose own connection stays: above hears only of the end. */
  @Test
  void shouldKeepTheConnectionOfTheLowerNodeAgainstOneThatWasSought() {
    NodeRef lower = new NodeRef(0x1000, 5);
    FakeFabric fabric = new FakeFabric(new NodeRef(0x2000, 5), "plain");
    Peers higher = new Peers(List.of(fabric), above, BACKOFF, CONNECT_NS);
    FakeEndpoint incoming = FakeFabric.incoming(lower);
    fabric.connects(incoming);
    higher.seek(PLAIN, 0);
    FakeEndpoint sought = fabric.begun().getFirst().meets(lower);
    fabric.connects(sought);
    higher.poll(1);

    assertThat(sought.isClosed()).isTrue();
    assertThat(higher.ready(lower)).isEqualTo(incoming);
    assertThat(above.heard).containsExactly("connected " + lower);
    fabric.loses(sought, "superfluous");
    higher.poll(2);
    assertThat(above.heard).contains("disconnected superfluous");
    assertThat(higher.ready(lower)).isEqualTo(incoming);
  }

  /** Both begin at once: neither is ever without the better way once it has it. */
  @Test
  void shouldNotBeDemotedByTheEndOfASpare() {
    fallBack(0);
    peers.work(200);
    FakeEndpoint own = good.begun().getLast();
    FakeEndpoint incoming = FakeFabric.incoming(PEER);
    good.connects(incoming);
    peers.poll(201);
    assertThat(peers.route(PEER).fabric()).isEqualTo("plain");
    assertThat(peers.fabricOf(incoming)).as("it is answered").isEqualTo(good);
    good.connects(own);
    good.loses(incoming, "the other one stays");
    peers.poll(202);

    assertThat(peers.ready(PEER)).isEqualTo(own);
    assertThat(peers.route(PEER)).isEqualTo(new Route("good", List.of()));
  }

  @Test
  void shouldServeWithTheSpareWhenItsOwnFails() {
    fallBack(0);
    peers.work(200);
    FakeEndpoint incoming = FakeFabric.incoming(PEER);
    good.connects(incoming);
    good.loses(good.begun().getLast(), "no way");
    peers.poll(201);

    assertThat(peers.ready(PEER)).isEqualTo(incoming);
    assertThat(peers.route(PEER)).isEqualTo(new Route("good", List.of()));
  }

  @Test
  void shouldCloseWhatLeadsToItself() {
    peers.seek(PLAIN, 0);
    FakeEndpoint sought = plain.begun().getFirst().meets(SELF);
    plain.connects(sought);
    peers.poll(1);

    assertThat(sought.isClosed()).isTrue();
    assertThat(above.heard).isEmpty();
    Waiter waiter = want(new PeerAddress(SELF, List.of(PLAIN)), 2, FAR_NS);
    assertThat(waiter.failed.getFirst()).contains("this node itself");
  }

  @Test
  void shouldForgetANodeThatIsGoneForGood() {
    FakeEndpoint serving = fallBack(0);
    peers.work(200);
    FakeEndpoint better = good.begun().getLast();
    peers.forget(PEER, "left the cluster");

    assertThat(serving.isClosed()).isTrue();
    assertThat(better.isClosed()).isTrue();
    assertThat(peers.ready(PEER)).isNull();
    assertThat(peers.size()).isZero();
    peers.work(10_000);
    assertThat(good.begun()).hasSize(2);
  }

  @Test
  void shouldTellWhoWaitsThatANodeIsGoneForGood() {
    Waiter waiter = want(BOTH, 0, FAR_NS);
    peers.forget(PEER, "left the cluster");

    assertThat(waiter.failed).hasSize(1);
    assertThat(waiter.ready).isEmpty();
  }

  /** What failed long ago is unknown again, and leaves nothing behind. */
  @Test
  void shouldForgetPeersThatFailedLongAgo() {
    want(BOTH, 0, FAR_NS);
    good.loses(good.begun().getFirst(), "other host");
    peers.poll(1);
    plain.loses(plain.begun().getFirst(), "refused");
    peers.poll(2);
    peers.work(10_000);
    peers.work(20_000);

    assertThat(peers.size()).isZero();
    assertThat(peers.route(PEER).whyNotBetter())
        .containsExactly(
            "good: nobody has asked for this peer", "plain: nobody has asked for this peer");
  }

  @Test
  void shouldFollowThePeerIntoItsNextLife() {
    FakeEndpoint old = fallBack(0);
    PeerAddress next = new PeerAddress(new NodeRef(PEER.node(), 21), List.of(PLAIN));
    want(next, 10, FAR_NS);
    FakeEndpoint fresh = connectOver(plain, 11);

    assertThat(old.isClosed()).isTrue();
    assertThat(peers.ready(PEER)).isNull();
    assertThat(peers.ready(next.node())).isEqualTo(fresh);
    assertThat(want(BOTH, 12, FAR_NS).failed.getFirst()).contains("started again");
    assertThat(peers.ready(next.node())).isEqualTo(fresh);
  }

  @Test
  void shouldPassEverythingUp() {
    want(BOTH, 0, FAR_NS);
    FakeEndpoint endpoint = connectOver(good, 1);
    good.brings(endpoint);
    good.completes(endpoint, 7);
    good.loses(endpoint, "broke");

    assertThat(peers.poll(2)).isEqualTo(3);
    assertThat(above.heard)
        .containsExactly("connected " + PEER, "received", "completed 7", "disconnected broke");
    assertThat(peers.fabrics()).containsExactly(good, plain);
    assertThat(peers.fabric("plain")).isSameAs(plain);
    assertThat(peers.fabric("none")).isNull();
  }
}
