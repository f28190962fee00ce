// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.BroadcastRequest;
import io.tokamak.wire.message.CostRow;
import io.tokamak.wire.message.CostsReply;
import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.DeleteEverywhereReply;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.ErrorReply;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.FetchPriority;
import io.tokamak.wire.message.FetchReply;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.FetchedItem;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.LocateReply;
import io.tokamak.wire.message.LocateRequest;
import io.tokamak.wire.message.ManagerStatusReply;
import io.tokamak.wire.message.NodeDescription;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.NodesReply;
import io.tokamak.wire.message.NodesRequest;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.ObjectSource;
import io.tokamak.wire.message.PrefetchRequest;
import io.tokamak.wire.message.PushRequest;
import io.tokamak.wire.message.Reply;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SharedTexts;
import io.tokamak.wire.message.TransferItem;
import io.tokamak.wire.message.TransferState;
import io.tokamak.wire.message.TransferSummary;
import io.tokamak.wire.message.TransfersReply;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is asked of the manager, and what its answers become. */
@Timeout(60)
final class ClusterTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final ObjectId A = ObjectId.named("a");
  private static final ObjectId B = ObjectId.named("b");
  private static final NodeId PEER = new NodeId(0x22, 2);
  private static final NodeKey PEER_KEY = new NodeKey(0x22, 2);

  private final FakeNode node = new FakeNode().withManager();
  private final ObjectStoreClient client = Tokamak.connect(node.socket);
  private final Cluster cluster = client.cluster();

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  private void answer(MessageType type, Reply reply) {
    node.answer(type, request -> Optional.of(reply));
  }

  private <T extends Request> void answerBy(
      MessageType type, Class<T> request, Function<T, Reply> reply) {
    node.answer(type, asked -> Optional.of(reply.apply(request.cast(asked))));
  }

  private <T extends Request> T asked(Class<T> type) {
    return node.seen.stream().filter(type::isInstance).map(type::cast).toList().getLast();
  }

  private static FetchReply present(int count) {
    return new FetchReply(
        new SharedTexts(List.of(), List.of()),
        Collections.nCopies(count, new FetchedItem.Present()));
  }

  private static FetchReply failed(ErrorCode code, String why) {
    return new FetchReply(
        new SharedTexts(List.of(), List.of(why)), List.of(new FetchedItem.Failed(code, 0)));
  }

  private static TransferSummary summary() {
    return new TransferSummary(
        12,
        0,
        0,
        1,
        2,
        4096,
        2,
        0,
        1,
        2,
        1,
        1_500_000,
        123_000,
        List.of(new TransferSummary.Phase(3, 100_000), new TransferSummary.Phase(3, 23_000)));
  }

  private static SharedTexts shared() {
    return new SharedTexts(List.of(PEER_KEY), List.of("tcp", "eager", "cheapest", "wire"));
  }

  @Test
  void shouldNotConnectToTheManagerBeforeItIsAsked() {
    client.put(A, new byte[5]);
    assertThat(node.count(GreetRequest.class)).isZero();
  }

  @Test
  void shouldFetch() throws Exception {
    FetchReply reply =
        new FetchReply(
            shared(),
            List.of(
                new FetchedItem.Arrived(summary()), new FetchedItem.Failed(ErrorCode.TIMEOUT, 2)));
    answer(MessageType.FETCH, reply);

    List<FetchResult> results = cluster.fetch(List.of(A, B), SOON);

    TransferInfo how = ((FetchResult.Arrived) results.getFirst()).how();
    assertThat(how.id()).isEqualTo(A);
    assertThat(how.peer()).isEqualTo(PEER);
    assertThat(how.fabric()).isEqualTo("tcp");
    assertThat(how.protocol()).isEqualTo("eager");
    assertThat(how.reason()).isEqualTo("cheapest");
    assertThat(how.total()).isEqualTo(Duration.ofNanos(123_000));
    assertThat(how.startedAt().toEpochMilli()).isEqualTo(1_500);
    assertThat(how.phases()).isEqualTo(Map.of("wire", Duration.ofNanos(123_000)));
    assertThat(results.getFirst().isThere()).isTrue();
    assertThat(results.getLast())
        .isEqualTo(new FetchResult.Failed(B, ErrorCode.TIMEOUT, "cheapest"));
    assertThat(results.getLast().isThere()).isFalse();
    FetchRequest asked = asked(FetchRequest.class);
    assertThat(asked.ids()).containsExactly(A, B);
    assertThat(asked.deadlineMs()).isBetween(1L, SOON.toMillis());
    assertThat(asked.enough()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void shouldFetchAsTheOptionsSay() throws Exception {
    answer(MessageType.FETCH, present(1));
    ObjectCopy copy = new ObjectCopy(PEER, 64, 100, 5, 3, 9);

    cluster.fetch(
        List.of(A),
        FetchOptions.within(SOON)
            .protocol("direct")
            .priority(FetchPriority.PREFETCH)
            .hints(List.of(copy)));

    FetchRequest asked = asked(FetchRequest.class);
    assertThat(asked.protocol()).isEqualTo("direct");
    assertThat(asked.priority()).isEqualTo(FetchPriority.PREFETCH);
    assertThat(asked.hints()).containsExactly(new ObjectSource(PEER_KEY, 64, 100, 5, 3, 9));
    assertThatThrownBy(
            () -> cluster.fetch(List.of(A, B), FetchOptions.within(SOON).hints(List.of(copy))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("2 objects with 1 hints");
  }

  @Test
  void shouldFetchMoreThanFitsInAFrame() throws Exception {
    answerBy(MessageType.FETCH, FetchRequest.class, fetch -> present(fetch.ids().size()));
    List<ObjectId> many = Collections.nCopies(40_000, A);

    assertThat(cluster.fetch(many, SOON)).hasSize(40_000).allMatch(FetchResult::isThere);
    assertThat(node.count(FetchRequest.class)).isEqualTo(3);
    assertThat(cluster.fetch(List.of(), SOON)).isEmpty();
  }

  @Test
  void shouldUseOneConnectionAgainAndAgain() throws Exception {
    answer(MessageType.FETCH, present(1));
    for (int i = 0; i < 50; i++) {
      cluster.fetch(List.of(A), SOON);
    }
    assertThat(node.count(GreetRequest.class)).isOne();
  }

  @Test
  void shouldGetWhatIsHereWithoutTheManager() throws Exception {
    node.put(A, new byte[] {1, 2, 3}, new byte[0]);
    try (ObjectHandle handle = cluster.get(A, SOON)) {
      assertThat(handle.toByteArray()).containsExactly(1, 2, 3);
    }
    assertThat(node.count(FetchRequest.class)).isZero();
  }

  @Test
  void shouldGetWhatHasToBeBrought() throws Exception {
    answerBy(
        MessageType.FETCH,
        FetchRequest.class,
        fetch -> {
          node.put(A, new byte[] {7}, new byte[0]);
          return present(1);
        });
    try (ObjectHandle handle = cluster.get(A, SOON)) {
      assertThat(handle.toByteArray()).containsExactly(7);
    }
    client.close();
  }

  @Test
  void shouldBringItAgainWhenItWasEvictedInBetween() throws Exception {
    AtomicInteger times = new AtomicInteger();
    answerBy(
        MessageType.FETCH,
        FetchRequest.class,
        fetch -> {
          if (times.incrementAndGet() == 3) {
            node.put(A, new byte[] {7}, new byte[0]);
          }
          return present(1);
        });
    cluster.get(A, SOON).close();
    assertThat(times).hasValue(3);
  }

  @Test
  void shouldNotBringItForEver() {
    answer(MessageType.FETCH, present(1));

    assertThatThrownBy(() -> cluster.get(A, Duration.ofMillis(20)))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessageContaining("evicted before it could be read");
  }

  @Test
  void shouldSayWhyAGetFailed() {
    answer(MessageType.FETCH, failed(ErrorCode.TIMEOUT, "no node has it"));

    assertThatThrownBy(() -> cluster.get(A, SOON))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessage("no node has it");
  }

  @Test
  void shouldWaitForSome() throws Exception {
    answer(
        MessageType.FETCH,
        new FetchReply(shared(), List.of(new FetchedItem.Pending(), new FetchedItem.Present())));

    assertThat(cluster.await(List.of(A, B), 1, SOON))
        .containsExactly(new FetchResult.Pending(A), new FetchResult.Present(B));
    assertThat(asked(FetchRequest.class).enough()).isOne();
    assertThat(asked(FetchRequest.class).priority()).isEqualTo(FetchPriority.WAIT);
    assertThatThrownBy(() -> cluster.await(List.of(A), 2, SOON))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("2 out of 1");
  }

  @Test
  void shouldPrefetchAndPush() throws Exception {
    answer(MessageType.PUSH, present(1));
    cluster.prefetch(List.of(A));
    assertThat(asked(PrefetchRequest.class).ids()).containsExactly(A);

    assertThat(cluster.push(List.of(B), PEER, SOON)).containsExactly(new FetchResult.Present(B));
    assertThat(asked(PushRequest.class).to()).isEqualTo(PEER_KEY);
  }

  @Test
  void shouldBroadcast() throws Exception {
    answer(MessageType.BROADCAST, present(2));
    NodeId other = NodeId.of(new NodeKey(5, 6));

    assertThat(cluster.broadcast(A, List.of(PEER, other), SOON))
        .containsExactly(new FetchResult.Present(A), new FetchResult.Present(A));
    assertThat(asked(BroadcastRequest.class).to()).containsExactly(PEER_KEY, new NodeKey(5, 6));
  }

  @Test
  void shouldLocate() throws Exception {
    answerBy(
        MessageType.LOCATE,
        LocateRequest.class,
        locate ->
            new LocateReply(
                Collections.nCopies(
                    locate.ids().size(),
                    new LocateReply.Sources(
                        List.of(new ObjectSource(PEER_KEY, 64, 100, 5, 3, 9))))));

    assertThat(cluster.locations(A)).containsExactly(new ObjectCopy(PEER, 64, 100, 5, 3, 9));
    assertThat(cluster.locations(Collections.nCopies(2_500, A))).hasSize(2_500);
    assertThat(node.count(LocateRequest.class)).isEqualTo(4);
  }

  @Test
  void shouldListNodesPageByPage() {
    NodeDescription self = node(new NodeKey(0x11, 1), "a", true);
    NodeDescription peer = node(PEER_KEY, "b", false);
    answerBy(
        MessageType.NODES,
        NodesRequest.class,
        page ->
            page.cursor() == 0
                ? new NodesReply(1, List.of(self))
                : new NodesReply(0, List.of(peer)));

    assertThat(cluster.nodes()).extracting(NodeView::name).containsExactly("a", "b");
    assertThat(cluster.node("b")).map(NodeView::id).contains(PEER);
    assertThat(cluster.node("0000000000000022")).map(NodeView::id).contains(PEER);
    assertThat(cluster.node("00")).isEmpty();
    assertThat(cluster.node("c")).isEmpty();
  }

  private static NodeDescription node(NodeKey key, String name, boolean self) {
    return new NodeDescription(
        key, name, 1 << 30, self, self ? "" : "tcp", List.of("shm: no"), List.of("tcp://x:1"));
  }

  @Test
  void shouldDeleteEverywhere() throws Exception {
    answer(MessageType.DELETE_EVERYWHERE, new DeleteEverywhereReply(2, List.of("b: gone")));

    assertThat(cluster.deleteEverywhere(List.of(A), SOON))
        .isEqualTo(new DeletedCopies(2, List.of("b: gone")));
  }

  @Test
  void shouldTellTransfersCostsAndStatus() throws Exception {
    answer(
        MessageType.TRANSFERS,
        new TransfersReply(
            shared(), List.of(new TransferItem(A, false, TransferState.RUNNING, summary()))));
    CostsReply costs =
        new CostsReply(
            List.of("eager", "direct"),
            List.of(new CostRow("shm", 1024, true, 0, List.of(2_500L, CostRow.IMPOSSIBLE))));
    answer(MessageType.COSTS, costs);
    answer(MessageType.CALIBRATE, costs);
    answer(
        MessageType.MANAGER_STATUS,
        new ManagerStatusReply(
            PEER_KEY,
            "b",
            new ManagerStatusReply.Directory("redis", "redis://x", false, "gone", 3, 0),
            List.of(new CounterValue("fetches", 4))));

    assertThat(cluster.transfers(5))
        .hasSize(1)
        .allMatch(transfer -> transfer.state() == TransferState.RUNNING && !transfer.incoming());
    assertThat(cluster.costs())
        .containsExactly(new ProtocolCost("shm", 1024, Map.of("eager", 2.5), "eager", true));
    assertThat(cluster.calibrate(PEER, SOON)).isEqualTo(cluster.costs());
    assertThat(cluster.status().directory().why()).isEqualTo("gone");
    assertThat(cluster.status().counters()).isEqualTo(Map.of("fetches", 4L));
  }

  @Test
  void shouldWaitUntilAllIsPublished() throws Exception {
    cluster.awaitPublished(SOON);
    answer(MessageType.PUBLISHED, new ErrorReply(ErrorCode.TIMEOUT, "redis is gone"));

    assertThatThrownBy(() -> cluster.awaitPublished(SOON))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessage("redis is gone");
  }

  @Test
  void shouldSubscribeToAnotherNode() throws Exception {
    node.answer(MessageType.FOLLOW, FakeNode.PARK);
    var subscribing = PlatformThreads.start(() -> cluster.subscribe(PEER));
    FakeNode.Parked follow = node.parked.take();
    follow.answer(EmptyReply.DONE);
    try (Subscription events = subscribing.get()) {
      ObjectEvent sealed = ObjectEvent.sealed(A, 5, 1);
      follow.connection().reply(MessageType.EVENTS, 0, new EventsPush(List.of(sealed)));
      assertThat(events.take()).isEqualTo(sealed);

      ErrorReply end = new ErrorReply(ErrorCode.NODE_LOST, "node b left");
      follow.connection().reply(MessageType.EVENTS, 0, end);
      assertThatThrownBy(events::take)
          .isInstanceOf(DisconnectedException.class)
          .hasMessageContaining("node b left");
    }
  }

  @Test
  void shouldRefuseAClosedClient() {
    client.close();

    assertThatThrownBy(cluster::nodes)
        .isInstanceOf(DisconnectedException.class)
        .hasMessageContaining("this client was closed");
  }
}
