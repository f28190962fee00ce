// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.testkit.seed.Seeds;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.ErrorCode;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.frame.FrameReader;
import io.tokamak.wire.frame.MessageType;
import io.tokamak.wire.message.Call;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteOutcome;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.HoldersRequest;
import io.tokamak.wire.message.InfoRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.ReleasedNotice;
import io.tokamak.wire.message.Request;
import io.tokamak.wire.message.SealRequest;
import io.tokamak.wire.message.StatsRequest;
import io.tokamak.wire.message.SubscribeRequest;
import io.tokamak.wire.message.TouchRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes over the socket, right and wrong, against a real store. */
class FramingTest {
  @TempDir Path directory;
  private StoreServer server;
  private TestClient bystander;

  @BeforeEach
  void start() {
    server = Stores.start(directory);
    bystander = TestClient.open(server.socket());
  }

  @AfterEach
  void theBystanderMustNotHaveNoticedAnything() {
    try {
      ObjectId id = ObjectId.random();
      bystander.call(Stores.put(id));
      assertThat(bystander.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
    } finally {
      bystander.close();
      server.close();
    }
  }

  @Test
  void shouldAnswerEachRequestOfOneWriteInOrder() {
    try (TestClient client = TestClient.open(server.socket())) {
      List<ObjectId> ids = Stream.generate(ObjectId::random).limit(50).toList();
      List<Request> requests = new ArrayList<>();
      ids.forEach(id -> requests.add(Stores.put(id)));
      ids.forEach(id -> requests.add(new ContainsRequest(List.of(id))));
      assertThat(requests).hasSize(100);
      client.sendBytes(client.bytes(requests, 1000));
      for (int i = 0; i < 50; i++) {
        client.reply(Stores.put(ids.get(i)), 1000 + i);
      }
      for (int i = 0; i < 50; i++) {
        ContainsRequest contains = new ContainsRequest(List.of(ids.get(i)));
        assertThat(client.reply(contains, 1050 + i).present()).containsExactly(true);
      }
    }
  }

  @Test
  void shouldAnswerMoreRequestsThanOneTurnTakes() {
    try (TestClient client = TestClient.open(server.socket())) {
      List<StatsRequest> requests =
          IntStream.range(0, 2000).mapToObj(i -> new StatsRequest()).toList();
      byte[] bytes = client.bytes(requests, 1);
      Thread.ofVirtual().start(() -> client.sendBytes(bytes));
      for (int i = 0; i < requests.size(); i++) {
        assertThat(client.reply(new StatsRequest(), 1 + i).counters()).isNotEmpty();
      }
    }
  }

  @Test
  void shouldAcceptAFrameByteByByte() {
    try (TestClient client = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      for (byte part : client.bytes(Stores.put(id), 7)) {
        client.sendBytes(new byte[] {part});
      }
      client.reply(Stores.put(id), 7);
      assertThat(client.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
    }
  }

  @Test
  void shouldTakeTheLargestFrame() {
    try (TestClient client = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      byte[] data = new byte[(1 << 20) - 64];
      Arrays.fill(data, (byte) 9);
      client.call(new io.tokamak.wire.message.PutRequest(List.of(Stores.object(id, data))));
      assertThat(
              client
                  .call(new InfoRequest(List.of(id)))
                  .objects()
                  .getFirst()
                  .orElseThrow()
                  .dataLength())
          .isEqualTo(data.length);
    }
  }

  @Test
  void shouldAnswerErrorsWithErrors() {
    try (TestClient client = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      client.call(Stores.put(id));
      assertThatThrownBy(() -> client.call(Stores.put(id)))
          .isInstanceOf(ObjectExistsException.class);
      assertThatThrownBy(() -> client.call(new SealRequest(ObjectId.random())))
          .isInstanceOf(ObjectNotFoundException.class);
      assertThatThrownBy(() -> client.call(new HoldersRequest(ObjectId.random())))
          .isInstanceOf(ObjectNotFoundException.class);
      assertThat(client.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
    }
  }

  static List<byte[]> wrongBytes() {
    return List.of(
        new byte[] {3, 0, 0, 0},
        new byte[] {-1, -1, -1, -1},
        new byte[] {0, 0, 0, 64},
        frame(16, 2, MessageType.STATS.code(), 0),
        frame(16, 1, 0, 0),
        frame(16, 1, 200, 0),
        frame(16, 1, MessageType.EVENTS.code(), 0),
        frame(16, 1, MessageType.STATS.code(), 5),
        frame(16, 1, MessageType.SEAL.code(), 0),
        frame(20, 1, MessageType.STATS.code(), 0),
        frame(16, 1, MessageType.HELLO.code(), 0),
        frame(24, 1, MessageType.GET.code(), 0),
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  private static byte[] frame(int length, int version, int type, int status) {
    byte[] frame = new byte[length];
    frame[0] = (byte) length;
    frame[4] = (byte) version;
    frame[5] = (byte) type;
    frame[6] = (byte) status;
    return frame;
  }

  @ParameterizedTest
  @MethodSource("wrongBytes")
  void shouldDropWhoSendsNonsense(byte[] bytes) {
    long before = Stores.counter(bystander, "bad-frames");
    try (TestClient client = TestClient.open(server.socket())) {
      client.sendBytes(bytes);
      assertThat(client.isHungUp()).isTrue();
    }
    assertThat(Stores.counter(bystander, "bad-frames")).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @MethodSource("wrongBytes")
  void shouldDropWhoSendsNonsenseFirst(byte[] bytes) {
    try (TestClient client = TestClient.connect(server.socket())) {
      client.sendBytes(bytes);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void shouldSayWhyItDrops() {
    try (TestClient client = TestClient.connect(server.socket())) {
      client.send(new StatsRequest());
      FrameReader reply = client.next();
      assertThat(reply.status()).isEqualTo(ErrorCode.PROTOCOL_MISMATCH.code());
      assertThat(reply.getText()).contains("STATS", "HELLO");
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void shouldDropWhoGreetsTwice() {
    try (TestClient client = TestClient.open(server.socket())) {
      client.send(new io.tokamak.wire.message.HelloRequest(false, 1, "again"));
      assertThat(client.next().status()).isEqualTo(ErrorCode.PROTOCOL_MISMATCH.code());
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void shouldForgetATruncatedFrame() {
    try (TestClient client = TestClient.open(server.socket())) {
      byte[] whole = client.bytes(Stores.put(ObjectId.random()), 3);
      client.sendBytes(Arrays.copyOf(whole, whole.length - 1));
    }
    assertThat(Stores.counter(bystander, "objects")).isZero();
  }

  @Test
  void shouldLetReadOnlyClientsOnlyRead() {
    ObjectId id = ObjectId.random();
    bystander.call(Stores.put(id));
    try (TestClient client = TestClient.connect(server.socket())) {
      assertThat(client.hello(true).writable()).isFalse();
      for (Call<?> request :
          List.<Call<?>>of(
              Stores.put(ObjectId.random()),
              new CreateRequest(ObjectId.random(), 1, 0, 0),
              new LeaseRequest(4096, 1),
              new EvictRequest(1),
              new TouchRequest(List.of(id)),
              new DeleteRequest(List.of(id)))) {
        assertThatThrownBy(() -> client.call(request))
            .isInstanceOf(InvalidRequestException.class)
            .hasMessageContaining("read-only");
      }
      assertThat(client.call(GetRequest.of(id, 0)).objects().getFirst().present()).isTrue();
      assertThat(client.call(new ListRequest(0, 10)).objects()).hasSize(1);
    }
    assertThat(bystander.call(new DeleteRequest(List.of(id))).outcomes())
        .containsAnyOf(DeleteOutcome.DELETED, DeleteOutcome.DEFERRED);
  }

  @Test
  void shouldTakeNoticesWithoutAnAnswer() {
    try (TestClient client = TestClient.open(server.socket())) {
      client.send(DoorbellNotice.DOORBELL);
      client.send(ReleasedNotice.of(3, 4));
      client.send(ReleasedNotice.of(Integer.MAX_VALUE, -1));
      assertThat(client.call(new ContainsRequest(List.of(ObjectId.random()))).present())
          .containsExactly(false);
    }
  }

  @Test
  void shouldServeOthersWhileOneClientFloodsAndReadsNothing() throws InterruptedException {
    try (TestClient flooder = TestClient.open(server.socket())) {
      byte[] bytes =
          flooder.bytes(IntStream.range(0, 20_000).mapToObj(i -> new StatsRequest()).toList(), 1);
      Thread flood = Thread.ofPlatform().start(() -> flooder.sendBytes(bytes));
      for (int i = 0; i < 200; i++) {
        bystander.call(Stores.put(ObjectId.random()));
      }
      assertThat(Stores.counter(bystander, "slow-clients")).isZero();
      flooder.hangUp();
      flood.join();
    }
  }

  @Test
  void shouldSurviveMutatedRequests() {
    Seeds.run(
        "FramingTest.shouldSurviveMutatedRequests",
        random -> {
          for (int i = 0; i < 400; i++) {
            sendMutated(random);
          }
        });
  }

  private void sendMutated(RandomGenerator random) {
    try (TestClient client = TestClient.open(server.socket())) {
      List<Request> requests = someRequests();
      byte[] bytes =
          client.bytes(IntStream.range(0, 5).mapToObj(i -> pick(requests, random)).toList(), 1);
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      client.sendBytes(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
    }
  }

  @Test
  void shouldSurviveRandomBytes() {
    Seeds.run(
        "FramingTest.shouldSurviveRandomBytes",
        random -> {
          for (int i = 0; i < 200; i++) {
            sendRandom(random);
          }
        });
  }

  private void sendRandom(RandomGenerator random) {
    try (TestClient client =
        random.nextBoolean()
            ? TestClient.open(server.socket())
            : TestClient.connect(server.socket())) {
      byte[] bytes = new byte[1 + random.nextInt(5000)];
      random.nextBytes(bytes);
      client.sendBytes(bytes);
    }
  }

  private static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<Request> someRequests() {
    List<ObjectId> ids = Stream.generate(ObjectId::random).limit(3).toList();
    return List.of(
        Stores.put(ids),
        new CreateRequest(ids.getFirst(), 100, 10, 0),
        new SealRequest(ids.getFirst()),
        new GetRequest(0, ids),
        new GetRequest(-1, ids),
        new LeaseRequest(1 << 16, 16),
        new ListRequest(0, 100),
        new DeleteRequest(ids),
        new TouchRequest(ids),
        new InfoRequest(ids),
        new EvictRequest(1000),
        new SubscribeRequest(),
        ReleasedNotice.of(5, 6),
        DoorbellNotice.DOORBELL);
  }
}
