// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.transfer.CalibrationOutcome;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.Protocol;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.NodeLostException;
import io.tokamak.wire.error.StoreTimeoutException;
import io.tokamak.wire.message.BroadcastRequest;
import io.tokamak.wire.message.CalibrateRequest;
import io.tokamak.wire.message.CostRow;
import io.tokamak.wire.message.CostsReply;
import io.tokamak.wire.message.CostsRequest;
import io.tokamak.wire.message.DeleteEverywhereReply;
import io.tokamak.wire.message.DeleteEverywhereRequest;
import io.tokamak.wire.message.EmptyReply;
import io.tokamak.wire.message.FetchPriority;
import io.tokamak.wire.message.FetchReply;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.FetchedItem;
import io.tokamak.wire.message.FollowRequest;
import io.tokamak.wire.message.LocateRequest;
import io.tokamak.wire.message.ManagerStatusReply;
import io.tokamak.wire.message.ManagerStatusRequest;
import io.tokamak.wire.message.NodeDescription;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.NodesReply;
import io.tokamak.wire.message.NodesRequest;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.ObjectSource;
import io.tokamak.wire.message.PublishedRequest;
import io.tokamak.wire.message.PushRequest;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.TransferSummary;
import io.tokamak.wire.message.TransfersReply;
import io.tokamak.wire.message.TransfersRequest;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients ask reaches the manager, and what it says reaches them. */
final class RequestsTest {
  private static final ObjectId A = ObjectId.named("a");
  private static final ObjectId B = ObjectId.named("b");
  private static final NodeKey PEER = new NodeKey(0x22, 2);
  private static final FetchOutcome PRESENT = new FetchOutcome.Present();

  private ServiceFixture node;
  private TestClient client;

  @BeforeEach
  void open() throws IOException {
    node = new ServiceFixture();
    client = node.greeted();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    node.close();
  }

  private void send(Request request) {
    client.send(request, 77);
    node.step();
  }

  @Test
  void shouldFetch() {
    FetchRequest fetch = FetchRequest.of(List.of(A, B), 250);
    send(fetch);
    assertThat(node.calls.last().what).isEqualTo("fetch GET");
    assertThat(node.calls.last().deadlineNs).isEqualTo(ServiceFixture.NOW_NS + 250_000_000);
    assertThat(node.calls.options).isEqualTo(FetchOptions.NONE);

    node.calls.last().end(B, new FetchOutcome.Failed(ErrorCode.TIMEOUT, "nobody has it"));
    assertThat(client.hasFrame()).isFalse();
    node.calls.last().end(A, new FetchOutcome.Arrived(FakeCalls.transfer(5, A)));

    FetchReply reply = client.reply(fetch);
    TransferSummary how = ((FetchedItem.Arrived) reply.items().getFirst()).how();
    FetchedItem.Failed failed = (FetchedItem.Failed) reply.items().getLast();
    assertThat(reply.shared().node(how.peer())).isEqualTo(PEER);
    assertThat(reply.shared().text(how.protocol())).isEqualTo("eager");
    assertThat(reply.shared().text(how.reason())).isEqualTo("cheapest at 1 KiB");
    assertThat(how.totalNs()).isEqualTo(32_000);
    assertThat(how.phases()).hasSize(2);
    assertThat(reply.shared().text(failed.why())).isEqualTo("nobody has it");
    assertThat(failed.code()).isEqualTo(ErrorCode.TIMEOUT);
  }

  @Test
  void shouldAnswerAnIdThatIsNamedTwiceTwice() {
    FetchRequest fetch = FetchRequest.of(List.of(A, B, A), 250);
    send(fetch);
    node.calls.last().end(A, PRESENT);
    node.calls.last().end(A, new FetchOutcome.Failed(ErrorCode.NODE_LOST, "gone"));
    assertThat(client.hasFrame()).isFalse();
    node.calls.last().end(B, PRESENT);

    assertThat(client.reply(fetch).items())
        .containsExactly(
            new FetchedItem.Present(),
            new FetchedItem.Present(),
            new FetchedItem.Failed(ErrorCode.NODE_LOST, 0));
  }

  @Test
  void shouldAnswerWhatEndsAtOnce() {
    node.calls.immediately = PRESENT;
    FetchRequest fetch = FetchRequest.of(List.of(A), 250);

    assertThat(node.ask(client, fetch).items()).containsExactly(new FetchedItem.Present());
    assertThat(node.ask(client, FetchRequest.of(List.of(), 250)).items()).isEmpty();
  }

  @Test
  void shouldAnswerWhenEnoughAreThere() {
    FetchRequest wait = new FetchRequest(FetchPriority.WAIT, 1, 250, "", List.of(A, B), List.of());
    send(wait);
    assertThat(node.calls.last().what).isEqualTo("fetch WAIT");
    node.calls.last().end(B, PRESENT);

    assertThat(client.reply(wait).items())
        .containsExactly(new FetchedItem.Pending(), new FetchedItem.Present());
    assertThat(node.calls.last().cancelled).isTrue();
  }

  @Test
  void shouldPassProtocolAndHintsOn() {
    ObjectSource hint = new ObjectSource(PEER, 64, 100, 5, 3, 9);
    send(new FetchRequest(FetchPriority.GET, 9, 1, "direct", List.of(A), List.of(hint)));

    assertThat(node.calls.options)
        .isEqualTo(
            new FetchOptions(
                Protocol.DIRECT, List.of(new Location(FakeCalls.PEER, 64, 100, 5, 3, 9))));
  }

  @Test
  void shouldRefuseAProtocolThatThereIsNot() {
    FetchRequest fetch = new FetchRequest(FetchPriority.GET, 9, 1, "pigeon", List.of(A), List.of());

    assertThatThrownBy(() -> node.ask(client, fetch))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("pigeon")
        .hasMessageContaining("socket4k, socket, eager, rendezvous, direct");
    assertThat(node.calls.started).isEmpty();
  }

  @Test
  void shouldPush() {
    PushRequest push = new PushRequest(PEER, 100, List.of(A));
    send(push);
    assertThat(node.calls.last().what).isEqualTo("push to 22@2");
    node.calls.last().endAll(PRESENT);

    assertThat(client.reply(push).items()).containsExactly(new FetchedItem.Present());
  }

  @Test
  void shouldBroadcast() {
    NodeKey other = new NodeKey(0x33, 3);
    BroadcastRequest broadcast = new BroadcastRequest(A, 100, List.of(other, PEER));
    send(broadcast);
    assertThat(node.calls.last().what).isEqualTo("broadcast to [33@3, 22@2]");
    var listener = node.calls.last().listener(ManagerCalls.BroadcastListener.class);
    listener.ended(FakeCalls.PEER, PRESENT);
    listener.ended(new NodeRef(0x33, 3), new FetchOutcome.Failed(ErrorCode.NODE_LOST, "it left"));

    assertThat(client.reply(broadcast).items())
        .containsExactly(new FetchedItem.Failed(ErrorCode.NODE_LOST, 0), new FetchedItem.Present());
  }

  @Test
  void shouldRefuseToBroadcastToANodeTwice() {
    BroadcastRequest broadcast = new BroadcastRequest(A, 100, List.of(PEER, PEER));

    assertThatThrownBy(() -> node.ask(client, broadcast))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("named twice");
    assertThat(node.ask(client, new BroadcastRequest(A, 100, List.of())).items()).isEmpty();
  }

  @Test
  void shouldLocate() {
    LocateRequest locate = new LocateRequest(100, List.of(A, B));
    send(locate);
    var listener = node.calls.last().listener(ManagerCalls.LocateListener.class);
    listener.located(B, List.of());
    listener.located(A, List.of(new Location(FakeCalls.PEER, 64, 100, 5, 3, 9)));
    listener.done();

    assertThat(client.reply(locate).objects())
        .extracting(found -> found.sources())
        .containsExactly(List.of(new ObjectSource(PEER, 64, 100, 5, 3, 9)), List.of());
  }

  @Test
  void shouldSayThatTheDirectoryDoesNotAnswer() {
    LocateRequest locate = new LocateRequest(100, List.of(A));
    send(locate);
    node.calls.last().listener(ManagerCalls.LocateListener.class).failed("redis is gone");

    assertThatThrownBy(() -> client.reply(locate))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessage("redis is gone");
  }

  @Test
  void shouldListTheNodesInPages() {
    assertThat(node.ask(client, new NodesRequest(0)))
        .isEqualTo(
            new NodesReply(
                0,
                List.of(
                    describe(
                        new NodeKey(0x11, 1),
                        "node-0",
                        true,
                        ServiceFixture.WAYS.how(),
                        ServiceFixture.WAYS.missing()),
                    describe(PEER, "node-1", false, "tcp", List.of("shm: another machine")))));

    node.calls.nodeCount = 70;
    NodesReply first = node.ask(client, new NodesRequest(0));
    assertThat(first.nodes()).hasSize(50);
    NodesReply second = node.ask(client, new NodesRequest(first.nextCursor()));
    assertThat(second.nodes()).hasSize(20);
    assertThat(second.nextCursor()).isZero();
  }

  private static NodeDescription describe(
      NodeKey key, String name, boolean self, String fabric, List<String> whyNot) {
    List<String> addresses = List.of("tcp://10.0.0.7:7420");
    return new NodeDescription(key, name, 1 << 20, self, fabric, whyNot, addresses);
  }

  @Test
  void shouldDeleteEverywhere() {
    DeleteEverywhereRequest delete = new DeleteEverywhereRequest(100, List.of(A));
    send(delete);
    node.calls.last().listener(ManagerCalls.DeleteListener.class).done(2, List.of("b: gone"));

    assertThat(client.reply(delete)).isEqualTo(new DeleteEverywhereReply(2, List.of("b: gone")));
  }

  @Test
  @SuppressWarnings("unchecked") // a listener of the fake is whatever it was given
  void shouldWaitUntilAllIsPublished() {
    PublishedRequest published = new PublishedRequest(100);
    send(published);
    node.calls.last().listener(Consumer.class).accept("");
    assertThat(client.reply(published)).isEqualTo(EmptyReply.DONE);

    send(published);
    node.calls.last().listener(Consumer.class).accept("not in time");
    assertThatThrownBy(() -> client.reply(published))
        .isInstanceOf(StoreTimeoutException.class)
        .hasMessage("not in time");
  }

  @Test
  void shouldListTransfers() {
    node.calls.transfers.add(FakeCalls.transfer(2, B));
    node.calls.transfers.add(FakeCalls.transfer(1, A));

    TransfersReply reply = node.ask(client, new TransfersRequest(1));

    assertThat(reply.transfers()).hasSize(1);
    assertThat(reply.transfers().getFirst().id()).isEqualTo(B);
    assertThat(reply.shared().text(reply.transfers().getFirst().how().fabric())).isEqualTo("tcp");
  }

  @Test
  void shouldTellCosts() {
    assertThat(node.ask(client, new CostsRequest()))
        .isEqualTo(
            new CostsReply(
                List.of("socket4k", "socket", "eager", "rendezvous", "direct"),
                List.of(
                    new CostRow(
                        "tcp", 1024, true, 2, List.of(90_500L, 80_000L, 20_250L, 25_000L, -1L)))));
  }

  @Test
  @SuppressWarnings("unchecked") // a listener of the fake is whatever it was given
  void shouldCalibrate() {
    CalibrateRequest calibrate = new CalibrateRequest(PEER, 100);
    send(calibrate);
    assertThat(node.calls.last().what).isEqualTo("calibrate 22@2");
    var measured = new CalibrationOutcome.Measured(node.calls.costs());
    node.calls.last().listener(Consumer.class).accept(measured);
    assertThat(client.reply(calibrate).rows()).hasSize(1);

    send(calibrate);
    node.calls.last().listener(Consumer.class).accept(new CalibrationOutcome.Failed("no way"));
    assertThatThrownBy(() -> client.reply(calibrate)).isInstanceOf(NodeLostException.class);
  }

  @Test
  void shouldTellHowItIs() {
    ManagerStatusReply status = node.ask(client, new ManagerStatusRequest());

    assertThat(status.name()).isEqualTo("node-0");
    assertThat(status.directory())
        .isEqualTo(new ManagerStatusReply.Directory("embedded", "this node", true, "", 3, 0));
    assertThat(status.counters()).extracting(counter -> counter.name()).contains("fetches");
  }

  @Test
  void shouldStreamTheEventsOfANode() {
    FollowRequest follow = new FollowRequest(PEER);
    assertThat(node.ask(client, follow)).isEqualTo(EmptyReply.DONE);
    var listener = node.calls.last().listener(ManagerCalls.RemoteEvents.class);
    listener.sealed(A, 100, 5);
    listener.gone(B);
    node.step();

    assertThat(client.events().events())
        .containsExactly(ObjectEvent.sealed(A, 100, 5), ObjectEvent.deleted(B));
    listener.sealed(B, 1, 0);
    listener.ended("the node left");
    assertThat(client.events().events()).containsExactly(ObjectEvent.sealed(B, 1, 0));
    assertThatThrownBy(() -> client.events())
        .isInstanceOf(NodeLostException.class)
        .hasMessage("the node left");
    assertThat(client.isClosed()).isTrue();
  }

  @Test
  void shouldStopListeningForWhoeverLeaves() {
    node.ask(client, new FollowRequest(PEER));
    client.close();
    node.step();

    assertThat(node.calls.last().cancelled).isTrue();
  }

  @Test
  void shouldKeepEventsForASlowReaderAndDropASlowerOne() {
    node.ask(client, new FollowRequest(PEER));
    var listener = node.calls.last().listener(ManagerCalls.RemoteEvents.class);
    for (int i = 0; i < 40_000; i++) {
      listener.gone(A);
    }
    int heard = 0;
    node.step();
    while (client.hasFrame()) {
      heard += client.lastEvents().events().size();
      node.step();
    }
    assertThat(heard).isEqualTo(40_000);

    for (int i = 0; i < 200_000; i++) {
      listener.gone(A);
      if (i % 1000 == 0) {
        node.step();
      }
    }
    assertThat(node.calls.last().cancelled).isTrue();
    assertThat(node.counter("manager-clients-dropped")).isOne();
  }
}
