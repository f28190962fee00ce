// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokamak.memory.Segment;
import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.words.MappedWords;
import io.tokamak.store.StoreClock;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.message.AttachRequest;
import io.tokamak.wire.message.ContainsRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.GoodbyeRequest;
import io.tokamak.wire.message.ListRequest;
import io.tokamak.wire.message.PutObject;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.WelcomeReply;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How clients come and go. */
class SessionsTest {
  @TempDir Path directory;
  private StoreServer server;

  @BeforeEach
  void start() {
    server = Stores.start(directory);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void shouldHandOutASegmentThatCanBeMapped() {
    try (TestClient client = TestClient.connect(server.socket());
        Arena arena = Arena.ofConfined()) {
      WelcomeReply welcome = client.hello(false);
      MemorySegment mapping = client.segment().map(arena, welcome.segmentLength(), false);
      Segment segment = Segment.attach(mapping, new MappedWords(mapping));
      assertThat(segment.header().storeEpoch()).isEqualTo(welcome.storeEpoch()).isNotZero();
      assertThat(segment.header().geometry().capacityBytes()).isEqualTo(Stores.CAPACITY);
      assertThat(segment.slot(welcome.slot()).sessionId()).isEqualTo(welcome.sessionId());
      assertThat(welcome.writable()).isTrue();
    }
  }

  /** The number alone may mean another process later. */
  @Test
  void shouldNoteInASlotWhichProcessHasItAndWhenThatStarted() {
    try (TestClient client = TestClient.connect(server.socket());
        Arena arena = Arena.ofConfined()) {
      WelcomeReply welcome = client.hello(false);
      MemorySegment mapping = client.segment().map(arena, welcome.segmentLength(), false);
      Segment segment = Segment.attach(mapping, new MappedWords(mapping));
      long slot = segment.header().geometry().slotOffset(welcome.slot());
      ProcessIdentity self = ProcessIdentity.current();
      assertThat((int) segment.words().getVolatile(slot + SlotLayout.OWNER_PID))
          .isEqualTo((int) self.pid());
      assertThat(segment.words().getVolatile(slot + SlotLayout.OWNER_START_TIME))
          .isEqualTo(self.startTime())
          .isPositive();
    }
  }

  @Test
  void shouldEndOneOfTwoSessionsOfAProcess() {
    ObjectId one = ObjectId.random();
    ObjectId two = ObjectId.random();
    try (TestClient stays = TestClient.open(server.socket())) {
      try (TestClient goes = TestClient.open(server.socket())) {
        goes.call(new CreateRequest(one, 10, 0, 0));
        stays.call(new CreateRequest(two, 10, 0, 0));
      }
      await().until(() -> Stores.counter(stays, "sessions") == 1);
      stays.call(new CreateRequest(one, 10, 0, 0));
      stays.call(new io.tokamak.wire.message.SealRequest(two));
      assertThat(stays.call(new ContainsRequest(List.of(two))).present()).containsExactly(true);
    }
  }

  @Test
  void shouldHandADescriptorThatCannotWriteToReaders() {
    try (TestClient client = TestClient.connect(server.socket());
        Arena arena = Arena.ofConfined()) {
      WelcomeReply welcome = client.hello(true);
      assertThat(welcome.slot()).isEqualTo(WelcomeReply.NO_SLOT);
      assertThatThrownBy(() -> client.segment().map(arena, welcome.segmentLength(), false))
          .isInstanceOf(SystemCallException.class)
          .hasMessageContaining("EACCES");
      MemorySegment mapping = client.segment().map(arena, welcome.segmentLength(), true);
      assertThat(Segment.attach(mapping, new MappedWords(mapping)).header().storeEpoch())
          .isEqualTo(welcome.storeEpoch());
    }
  }

  @Test
  void shouldServeASecondConnectionOfASession() {
    try (TestClient first = TestClient.open(server.socket());
        TestClient second = first.attached(server.socket())) {
      ObjectId id = ObjectId.random();
      first.call(new CreateRequest(id, 10, 0, 0));
      second.call(new io.tokamak.wire.message.SealRequest(id));
      assertThat(first.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
    }
  }

  @Test
  void shouldRefuseToAttachToAnUnknownSession() {
    try (TestClient client = TestClient.connect(server.socket())) {
      assertThatThrownBy(() -> client.call(new AttachRequest(12345)))
          .isInstanceOf(InvalidRequestException.class);
      assertThat(client.isHungUp()).isTrue();
    }
  }

  @Test
  void shouldEndTheSessionWithItsFirstConnection() {
    ObjectId id = ObjectId.random();
    try (TestClient observer = TestClient.open(server.socket())) {
      TestClient first = TestClient.open(server.socket());
      try (TestClient second = first.attached(server.socket())) {
        first.call(new CreateRequest(id, 10, 0, 0));
        first.close();
        assertThat(second.isHungUp()).isTrue();
      }
      assertThat(observer.call(new ListRequest(0, 10)).objects()).isEmpty();
      assertThat(Stores.counter(observer, "sessions")).isEqualTo(1);
      assertThat(Stores.counter(observer, "sessions-died")).isEqualTo(1);
    }
  }

  @Test
  void shouldKeepTheSessionWhenItsSecondConnectionGoes() {
    try (TestClient first = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      try (TestClient second = first.attached(server.socket())) {
        second.call(new CreateRequest(id, 10, 0, 0));
      }
      first.call(new io.tokamak.wire.message.SealRequest(id));
    }
  }

  @Test
  void shouldEndTheSessionAtGoodbye() {
    try (TestClient observer = TestClient.open(server.socket());
        TestClient first = TestClient.open(server.socket());
        TestClient second = first.attached(server.socket())) {
      second.call(new GoodbyeRequest());
      assertThat(first.isHungUp()).isTrue();
      assertThat(second.isHungUp()).isTrue();
      assertThat(Stores.counter(observer, "sessions")).isEqualTo(1);
      assertThat(Stores.counter(observer, "sessions-died")).isZero();
      await().until(() -> Stores.counter(observer, "connections") == 1);
    }
  }

  /** It may be writing at this moment, whatever it said on its connection. */
  @Test
  void shouldKeepTheMemoryOfAClientSentAwayUntilItLetsGo() {
    ObjectId id = ObjectId.random();
    ObjectId held = ObjectId.random();
    try (TestClient observer = TestClient.open(server.socket())) {
      TestClient rude = TestClient.open(server.socket());
      rude.call(new CreateRequest(id, 10, 0, 0));
      rude.call(Stores.put(held));
      rude.call(GetRequest.of(held, 0));
      try (TestClient second = rude.attached(server.socket())) {
        second.send(GetRequest.of(ObjectId.random(), -1));
        rude.sendBytes(new byte[100]);
        assertThat(rude.isHungUp()).isTrue();
        assertThat(second.isHungUp()).isTrue();
      }
      assertThat(Stores.counter(observer, "sessions")).isEqualTo(2);
      assertThat(Stores.counter(observer, "gets-waiting")).isZero();
      assertThatThrownBy(() -> observer.call(new CreateRequest(id, 10, 0, 0)))
          .isInstanceOf(ObjectExistsException.class);
      observer.call(new EvictRequest(Long.MAX_VALUE));
      assertThat(observer.call(new ContainsRequest(List.of(held))).present()).containsExactly(true);
      assertThat(Stores.counter(observer, "sessions-died")).isZero();
      rude.close();
      await().until(() -> Stores.counter(observer, "sessions") == 1);
      assertThat(Stores.counter(observer, "sessions-died")).isEqualTo(1);
      observer.call(new CreateRequest(id, 10, 0, 0));
      observer.call(new EvictRequest(Long.MAX_VALUE));
      assertThat(observer.call(new ContainsRequest(List.of(held))).present())
          .containsExactly(false);
    }
  }

  @Test
  void shouldDropWhoeverTakesLongestToSendARequest() {
    byte[] request = new byte[1_000_000];
    int hogs = (int) (LocalService.MOST_HELD_LENGTH / request.length) + 5;
    List<TestClient> clients = new ArrayList<>();
    try (TestClient observer = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      for (int i = 0; i <= hogs; i++) {
        TestClient client = TestClient.open(server.socket());
        clients.add(client);
        PutRequest put = put(id, request);
        byte[] frame = client.bytes(put, 7);
        client.sendBytes(Arrays.copyOf(frame, frame.length - 1));
        if (i == hogs) {
          client.sendBytes(new byte[] {frame[frame.length - 1]});
          client.reply(put, 7);
        }
      }
      assertThat(clients.getFirst().isHungUp()).isTrue();
      assertThat(observer.call(new ContainsRequest(List.of(id))).present()).containsExactly(true);
      assertThat(Stores.counter(observer, "slow-clients")).isBetween(1L, 10L);
    } finally {
      clients.forEach(TestClient::close);
    }
  }

  private static PutRequest put(ObjectId id, byte[] data) {
    return new PutRequest(
        List.of(
            new PutObject(id, MemorySegment.ofArray(data), MemorySegment.ofArray(new byte[0]))));
  }

  @Test
  void shouldRefuseToAttachToASessionThatWasSentAway() {
    try (TestClient rude = TestClient.open(server.socket())) {
      rude.sendBytes(new byte[100]);
      assertThat(rude.isHungUp()).isTrue();
      assertThatThrownBy(() -> rude.attached(server.socket()))
          .isInstanceOf(InvalidRequestException.class);
    }
  }

  @Test
  void shouldCountFrames() {
    try (TestClient client = TestClient.open(server.socket())) {
      long in = Stores.counter(client, "frames-in");
      long out = Stores.counter(client, "frames-out");
      assertThat(Stores.counter(client, "frames-in")).isEqualTo(in + 2);
      assertThat(Stores.counter(client, "frames-out")).isEqualTo(out + 2);
    }
  }

  @Test
  void shouldAnswerAGetThatWaitsWhenAnotherClientSeals() {
    try (TestClient waiter = TestClient.open(server.socket());
        TestClient creator = TestClient.open(server.socket())) {
      ObjectId id = ObjectId.random();
      GetRequest get = GetRequest.of(id, -1);
      long correlation = waiter.send(get);
      creator.call(Stores.put(id));
      assertThat(waiter.reply(get, correlation).objects().getFirst().present()).isTrue();
    }
  }

  @Test
  void shouldDropTheWaitsOfAClientThatGoes() {
    try (TestClient observer = TestClient.open(server.socket())) {
      TestClient waiter = TestClient.open(server.socket());
      waiter.send(GetRequest.of(ObjectId.random(), -1));
      await().until(() -> Stores.counter(observer, "gets-waiting") == 1);
      waiter.close();
      await().until(() -> Stores.counter(observer, "gets-waiting") == 0);
    }
  }

  @Test
  void shouldDropWhoNeverSaysWhoItIs() {
    AtomicLong aheadNs = new AtomicLong();
    StoreConfig config = StoreConfig.of(directory.resolve("other.sock"), Stores.CAPACITY);
    try (StoreServer other =
            StoreServer.start(config.withPlace(new SegmentPlace.Anonymous()), ahead(aheadNs));
        TestClient greeter = TestClient.open(other.socket());
        TestClient silent = TestClient.connect(other.socket())) {
      await().until(() -> Stores.counter(greeter, "connections") == 2);
      aheadNs.set(TimeUnit.SECONDS.toNanos(11));
      await().until(() -> Stores.counter(greeter, "silent-clients") == 1);
      assertThat(silent.isHungUp()).isTrue();
    }
  }

  private static StoreClock ahead(AtomicLong aheadNs) {
    return new StoreClock() {
      @Override
      public long nanoTime() {
        return System.nanoTime() + aheadNs.get();
      }

      @Override
      public long epochMicros() {
        return 0;
      }
    };
  }

  @Test
  void shouldServeAThousandClientsAtOnce() {
    int count = 1000;
    List<TestClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        clients.add(TestClient.connect(server.socket()));
      }
      Set<Long> sessions = new HashSet<>();
      clients.forEach(client -> sessions.add(client.hello(false).sessionId()));
      assertThat(sessions).hasSize(count);
      ObjectId[] ids = new ObjectId[count];
      for (int i = 0; i < count; i++) {
        ids[i] = ObjectId.random();
        clients.get(i).send(Stores.put(ids[i]));
      }
      for (int i = 0; i < count; i++) {
        Stores.put(ids[i]).readReply(clients.get(i).next());
      }
      assertThat(clients.getFirst().call(new ContainsRequest(List.of(ids))).present())
          .doesNotContain(false);
      assertThat(Stores.counter(clients.getFirst(), "sessions")).isEqualTo(count);
    } finally {
      clients.forEach(TestClient::close);
    }
    try (TestClient late = TestClient.open(server.socket())) {
      await()
          .until(() ->
              Stores.counter(late, "sessions") == 1 && Stores.counter(late, "connections") == 1);
    }
  }
}
