// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tokamak.memory.os.Poller;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.store.StoreClock;
import io.tokamak.store.StoreCounter;
import io.tokamak.store.StoreCounters;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.message.AbortRequest;
import io.tokamak.wire.message.CreateRequest;
import io.tokamak.wire.message.DeleteRequest;
import io.tokamak.wire.message.DoorbellNotice;
import io.tokamak.wire.message.EvictRequest;
import io.tokamak.wire.message.GetRequest;
import io.tokamak.wire.message.LeaseRequest;
import io.tokamak.wire.message.PutRequest;
import io.tokamak.wire.message.QuotaRequest;
import io.tokamak.wire.message.SubscribeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every counter is fed: what it counts is made to happen, and it has moved. The switch has no
 * default, so a new counter does not compile without its case.
 */
@Timeout(60)
class CountersTest {
  private static final int MANY = 50_000;
  private static final ObjectId ID = ObjectId.named("one");

  @TempDir Path directory;
  private final TestTime time = new TestTime();
  private final List<TestClient> clients = new ArrayList<>();
  private StoreServer server;
  private TestClient observer;
  private TestClient client;

  /** The time, which can be put forward, and which somebody can make fail. */
  private static final class TestTime implements StoreClock {
    private volatile long aheadNs;
    private volatile boolean broken;

    @Override
    public long nanoTime() {
      return System.nanoTime() + aheadNs;
    }

    @Override
    public long epochMicros() {
      if (broken) {
        throw new IllegalStateException("a defect, for a test");
      }
      return 1;
    }
  }

  @BeforeEach
  void start() {
    server = StoreServer.start(Stores.config(directory), time);
    observer = open();
    client = open();
  }

  @AfterEach
  void stop() {
    clients.forEach(TestClient::close);
    server.close();
  }

  private TestClient open() {
    TestClient opened = TestClient.open(server.socket());
    clients.add(opened);
    return opened;
  }

  @ParameterizedTest
  @EnumSource
  void shouldMove(StoreCounter counter) {
    long before = isConstant(counter) ? 0 : Stores.counter(observer, counter.label());
    long elsewhere = provoke(counter);
    await().until(() -> elsewhere > 0 || Stores.counter(observer, counter.label()) != before);
  }

  /** Set once: has moved when it is not 0. */
  private static boolean isConstant(StoreCounter counter) {
    return counter == StoreCounter.CAPACITY_BYTES
        || counter == StoreCounter.ENTRIES
        || counter == StoreCounter.RESERVED_BYTES;
  }

  /** Returns 0, or where the counter of another store than the common one stands now. */
  private long provoke(StoreCounter counter) {
    switch (counter) {
      case CAPACITY_BYTES, ENTRIES, RESERVED_BYTES -> {}
      case OBJECTS, OBJECT_BYTES, CREATED, SEALED -> client.call(Stores.put(ID));
      case FREE_BYTES, LARGEST_FREE_EXTENT, ENTRIES_FREE -> client.call(Stores.put(ID));
      case FREE_EXTENTS -> putThreeAndDeleteTheSecond();
      case ABORTED -> {
        client.call(new CreateRequest(ID, 10, 0, 0));
        client.call(new AbortRequest(ID));
      }
      case DELETED, PIN_SCANS -> {
        client.call(Stores.put(ID));
        client.call(new DeleteRequest(List.of(ID)));
      }
      case EVICTED, EVICTED_BYTES -> {
        client.call(Stores.put(ID));
        client.call(new EvictRequest(1));
      }
      case GETS -> client.call(GetRequest.of(ID, 0));
      case GETS_WAITING -> client.send(GetRequest.of(ID, -1));
      case GETS_TIMED_OUT -> client.call(GetRequest.of(ID, 1));
      case CREATES_QUEUED -> {
        fill();
        client.send(new CreateRequest(ID, 10, 0, 60_000));
      }
      case CREATES_TIMED_OUT -> {
        fill();
        assertThatThrownBy(() -> client.call(new CreateRequest(ID, 10, 0, 1)))
            .isInstanceOf(StoreFullException.class);
      }
      case SESSIONS, SESSIONS_OPENED, CONNECTIONS, CONNECTIONS_ACCEPTED -> open();
      case SESSIONS_DIED -> client.close();
      case LEASES, LEASE_BYTES -> client.call(new LeaseRequest(4096, 4));
      case DOORBELLS -> client.send(DoorbellNotice.DOORBELL);
      case FRAMES_IN, FRAMES_OUT -> client.call(GetRequest.of(ID, 0));
      case BAD_FRAMES -> client.sendBytes(new byte[100]);
      case SLOW_CLIENTS -> letTooManyAnswersPileUp();
      case SUBSCRIPTIONS -> client.call(new SubscribeRequest());
      case EVENTS -> {
        client.call(new SubscribeRequest());
        observer.call(Stores.put(ID));
      }
      case RESYNCS -> subscribeAndReadNothing();
      case QUOTAS, QUOTA_BYTES -> client.call(new QuotaRequest(1 << 20));
      case DEMOTED -> fillAQuotaWithWhatIsInUse();
      case ACCEPT_FAILURES -> {
        return acceptBeyondTheLimit();
      }
      case USERS_REFUSED -> {
        return comeAsAnotherUser();
      }
      case HUGE_BYTES -> {
        return useHugePages();
      }
      case SILENT_CLIENTS -> {
        clients.add(TestClient.connect(server.socket()));
        await().until(() -> Stores.counter(observer, "connections") == 3);
        time.aheadNs = TimeUnit.SECONDS.toNanos(11);
      }
      case REQUESTS_FAILED ->
          assertThatThrownBy(() -> client.call(new AbortRequest(ID)))
              .isInstanceOf(ObjectNotFoundException.class);
      case SURPRISES -> {
        time.broken = true;
        client.send(new CreateRequest(ID, 10, 0, 0));
      }
    }
    return 0;
  }

  private void putThreeAndDeleteTheSecond() {
    ObjectId second = ObjectId.random();
    client.call(Stores.put(ObjectId.random(), second, ObjectId.random()));
    client.call(new DeleteRequest(List.of(second)));
  }

  private void fill() {
    observer.call(new CreateRequest(ObjectId.random(), Stores.CAPACITY, 0, 0));
  }

  /** Answers to requests that waited are not held back: all of these fail at the same moment. */
  private void letTooManyAnswersPileUp() {
    fill();
    for (int i = 0; i < MANY; i++) {
      client.send(new CreateRequest(ID, 10, 0, 600_000));
    }
    await().until(() -> Stores.counter(observer, "creates-queued") == MANY);
    time.aheadNs = TimeUnit.SECONDS.toNanos(601);
  }

  private void subscribeAndReadNothing() {
    client.call(new SubscribeRequest());
    while (Stores.counter(observer, "resyncs") == 0) {
      List<ObjectId> ids = Stream.generate(ObjectId::random).limit(5000).toList();
      observer.call(
          new PutRequest(ids.stream().map(id -> Stores.object(id, new byte[0])).toList()));
      observer.call(new DeleteRequest(ids));
    }
  }

  private void fillAQuotaWithWhatIsInUse() {
    int length = 64 << 10;
    client.call(new QuotaRequest(length));
    client.call(new PutRequest(List.of(Stores.object(ID, new byte[length]))));
    client.call(GetRequest.of(ID, 0));
    client.call(new CreateRequest(ObjectId.random(), length, 0, 0));
  }

  private long acceptBeyondTheLimit() {
    StoreCounters counters = new StoreCounters();
    LimitedLog log = new LimitedLog(System.getLogger(CountersTest.class.getName()), time::nanoTime);
    try (Poller poller = Poller.open(1);
        UnixListener listener =
            UnixListener.listen(
                directory.resolve("other.sock"), PosixFilePermissions.fromString("rw-------"), 1)) {
      Acceptor acceptor = new Acceptor(listener, poller, counters, log, 0);
      acceptor.accept(0, socket -> socket.close());
    }
    return counters.get(StoreCounter.ACCEPT_FAILURES);
  }

  /** For a second store. */
  private Path elsewhere() {
    try {
      return Files.createDirectory(directory.resolve("elsewhere"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long comeAsAnotherUser() {
    Access others = new Access(ProcessIdentity.currentUid() + 1, false);
    try (WiredService wired = new WiredService(elsewhere(), others, (at, length) -> {});
        TestClient refused = TestClient.connect(wired.socket)) {
      assertThatThrownBy(() -> refused.hello(false)).isInstanceOf(InvalidRequestException.class);
      return wired.counters.get(StoreCounter.USERS_REFUSED);
    }
  }

  private long useHugePages() {
    BackingMemory huge =
        new BackingMemory() {
          @Override
          public void reserve(long offset, long length) {}

          @Override
          public long useHugePages(long offset, long length) {
            return length;
          }
        };
    Access own = new Access(ProcessIdentity.currentUid(), false);
    try (WiredService wired = new WiredService(elsewhere(), own, huge)) {
      await().until(() -> wired.counters.get(StoreCounter.HUGE_BYTES) > Stores.CAPACITY);
      return wired.counters.get(StoreCounter.HUGE_BYTES);
    }
  }
}
