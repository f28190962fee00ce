// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.testkit.seed.Seeds;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ProtocolMismatchException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.FetchRequest;
import io.tokamak.wire.message.FetchedItem;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.GreetReply;
import io.tokamak.wire.message.GreetRequest;
import io.tokamak.wire.message.ManagerStatusRequest;
import io.tokamak.wire.message.NodeKey;
import io.tokamak.wire.message.PrefetchRequest;
import io.tokamak.wire.message.TransfersRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How clients come, go, and behave badly. */
final class ClientServiceTest {
  private static final ObjectId ID = ObjectId.named("x");

  private ServiceFixture node;

  @BeforeEach
  void open() throws IOException {
    node = new ServiceFixture();
  }

  @AfterEach
  void close() throws IOException {
    node.close();
  }

  @Test
  void shouldListenForItsUserAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(node.socket)))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldSayWhichNodeItIs() {
    try (TestClient client = new TestClient(node.socket)) {
      assertThat(node.ask(client, new GreetRequest(1, "me")))
          .isEqualTo(new GreetReply(new NodeKey(0x11, 1)));
      assertThat(node.counter("manager-clients")).isOne();
    }
    node.step();
    assertThat(node.counter("manager-clients")).isZero();
  }

  @Test
  void shouldDropWhoeverDoesNotGreetFirst() {
    FetchRequest fetch = FetchRequest.of(List.of(ID), 10);
    try (TestClient client = new TestClient(node.socket)) {
      assertThatThrownBy(() -> node.ask(client, fetch))
          .isInstanceOf(ProtocolMismatchException.class)
          .hasMessage("first frame: found FETCH, expected GREET");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(node.calls.started).isEmpty();
  }

  @Test
  void shouldDropWhoeverAsksForTheStore() {
    try (TestClient client = node.greeted()) {
      assertThatThrownBy(() -> node.ask(client, GetRequest.of(ID, 0)))
          .isInstanceOf(ProtocolMismatchException.class)
          .hasMessageContaining("found GET, expected GREET or a later one");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void shouldDropGarbageAloneWhateverItIs() {
    Random random = new Random(Seeds.pick("ClientServiceTest"));
    try (TestClient good = node.greeted()) {
      for (int i = 0; i < 300; i++) {
        byte[] garbage = new byte[16 + random.nextInt(200)];
        random.nextBytes(garbage);
        try (TestClient bad = random.nextBoolean() ? node.greeted() : new TestClient(node.socket)) {
          bad.sendRaw(ByteBuffer.wrap(garbage));
          node.step();
          assertThat(bad.drain()).as("replies").isLessThanOrEqualTo(1);
          assertThat(bad.isClosed()).isTrue();
        }
      }
      assertThat(node.ask(good, new ManagerStatusRequest()).name()).isEqualTo("node-0");
      assertThat(node.counter("manager-clients-dropped")).isEqualTo(300);
    }
  }

  @Test
  void shouldAnswerManyRequestsOfOneClientInAnyOrder() {
    try (TestClient client = node.greeted()) {
      FetchRequest fetch = FetchRequest.of(List.of(ID), 10);
      client.send(fetch, 101);
      client.send(fetch, 102);
      client.send(fetch, 103);
      node.step();
      assertThat(node.calls.started).hasSize(3);
      assertThat(client.hasFrame()).isFalse();

      node.calls.started.get(1).endAll(new FetchOutcome.Present());

      assertThat(client.reply(fetch).items()).containsExactly(new FetchedItem.Present());
      assertThat(client.correlation()).isEqualTo(102);
      node.calls.started.get(0).endAll(new FetchOutcome.Present());
      assertThat(client.hasFrame()).isTrue();
      assertThat(client.correlation()).isEqualTo(101);
    }
  }

  @Test
  void shouldTakeRequestsInPieces() {
    try (TestClient client = node.greeted();
        TestClient other = node.greeted()) {
      FetchRequest fetch = FetchRequest.of(Collections.nCopies(10_000, ID), 10);
      List<ByteBuffer> pieces = new ArrayList<>();
      ByteBuffer frame = client.bytes(fetch, 7);
      for (int at = 0; at < frame.limit(); at += 7_001) {
        pieces.add(frame.slice(at, Math.min(7_001, frame.limit() - at)));
      }
      for (ByteBuffer piece : pieces) {
        assertThat(node.calls.started).isEmpty();
        client.sendRaw(piece);
        node.step();
        assertThat(node.ask(other, new TransfersRequest(5)).transfers()).isEmpty();
      }
      assertThat(node.calls.last().ids).hasSize(10_000);
    }
  }

  @Test
  void shouldGiveUpWhatADeadClientAsked() {
    try (TestClient client = node.greeted()) {
      client.send(FetchRequest.of(List.of(ID), 10), 1);
      client.send(FetchRequest.of(List.of(ID), 10), 2);
      node.step();
    }
    node.step();

    assertThat(node.calls.started).hasSize(2).allMatch(call -> call.cancelled);
    assertThat(node.counter("manager-clients")).isZero();
  }

  @Test
  void shouldStopReadingWhoeverDoesNotRead() {
    fillTransfers();
    try (TestClient slow = node.greeted();
        TestClient good = node.greeted()) {
      for (int i = 0; i < 100; i++) {
        slow.send(new TransfersRequest(2_000), i);
      }
      node.step();
      assertThat(node.counter("manager-requests")).isLessThan(50);
      assertThat(node.ask(good, new ManagerStatusRequest()).name()).isEqualTo("node-0");

      for (int i = 0; i < 100; i++) {
        for (int part = 0; part < 10 && !slow.hasFrame(); part++) {
          node.step();
        }
        assertThat(slow.correlation()).isEqualTo(i);
      }
    }
  }

  @Test
  void shouldDropWhoeverLetsLateRepliesPileUp() {
    try (TestClient slow = node.greeted();
        TestClient good = node.greeted()) {
      List<ObjectId> ids = Collections.nCopies(10_000, ID);
      for (int i = 0; i < 20; i++) {
        FetchRequest fetch = FetchRequest.of(ids, 10);
        sendAll(slow, slow.bytes(fetch, i));
      }
      FetchOutcome arrived = new FetchOutcome.Arrived(FakeCalls.transfer(1, ID));
      List.copyOf(node.calls.started).forEach(call -> call.endAll(arrived));

      assertThat(node.counter("manager-clients-dropped")).isOne();
      assertThat(node.ask(good, new ManagerStatusRequest()).name()).isEqualTo("node-0");
    }
  }

  @Test
  void shouldRefuseMoreCallsThanTheBound() {
    try (TestClient client = node.greeted()) {
      FetchRequest fetch = FetchRequest.of(List.of(ID), 10);
      for (int i = 0; i < ClientConnection.MOST_CALLS; i++) {
        client.send(fetch, i);
        node.step();
      }
      assertThatThrownBy(() -> node.ask(client, fetch))
          .isInstanceOf(StoreFullException.class)
          .hasMessageContaining("1024 calls");

      node.calls.started.getFirst().endAll(new FetchOutcome.Present());
      assertThat(client.reply(fetch).items()).hasSize(1);
      client.send(fetch, 5_000);
      node.step();
      assertThat(client.hasFrame()).isFalse();
    }
  }

  @Test
  void shouldPrefetchWithoutAClient() {
    try (TestClient client = node.greeted()) {
      node.ask(client, new PrefetchRequest(30_000, List.of(ID)));
    }
    node.step();

    assertThat(node.calls.last().what).isEqualTo("fetch PREFETCH");
    assertThat(node.calls.last().cancelled).isFalse();
    assertThat(node.counter("manager-prefetching")).isOne();
    node.calls.last().endAll(new FetchOutcome.Present());
    assertThat(node.counter("manager-prefetching")).isZero();
  }

  @Test
  void shouldBoundWhatIsPrefetched() {
    try (TestClient client = node.greeted()) {
      List<ObjectId> many = Collections.nCopies(15_000, ID);
      List<Long> all = IntStream.range(0, 13).mapToObj(i -> prefetch(client, many)).toList();
      assertThat(all.getLast()).isEqualTo(195_000);
      assertThatThrownBy(() -> prefetch(client, many)).isInstanceOf(StoreFullException.class);
    }
  }

  private void sendAll(TestClient client, ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      client.sendRaw(bytes);
      node.step();
    }
  }

  private long prefetch(TestClient client, List<ObjectId> ids) {
    PrefetchRequest request = new PrefetchRequest(10, ids);
    sendAll(client, client.bytes(request, 1));
    client.reply(request);
    return node.counter("manager-prefetching");
  }

  private void fillTransfers() {
    for (int i = 0; i < 2_000; i++) {
      node.calls.transfers.add(FakeCalls.transfer(i, ID));
    }
  }
}
