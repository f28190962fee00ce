// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.client.NewObject;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Subscription;
import io.tokamak.system.process.RawClient;
import io.tokamak.system.process.SharedStore;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.EventsPush;
import io.tokamak.wire.message.ObjectEvent;
import io.tokamak.wire.message.SubscribeRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers hear. */
class NotificationsTest {
  private static final int MOST = 100_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension
  static final SharedStore STORE = new SharedStore(64 << 20, options -> options.objects(2 * MOST));

  private final ObjectId id = ObjectId.random();
  private ObjectStoreClient client;

  @BeforeEach
  void connect() {
    client = STORE.client();
  }

  private static ObjectEvent next(Subscription subscription) throws InterruptedException {
    return subscription.poll(PATIENCE).orElseThrow(() -> new AssertionError("no event came"));
  }

  @Test
  @DisplayName("C90 what exists is announced, then its end")
  void c90_shouldAnnounceWhatIsThereAndItsEnd() throws InterruptedException {
    client.put(id, Bytes.counting(0, 50), Bytes.counting(0, 3));
    try (Subscription subscription = client.subscribe()) {
      assertThat(next(subscription)).isEqualTo(ObjectEvent.sealed(id, 50, 3));
      client.delete(id);
      assertThat(next(subscription))
          .isEqualTo(new ObjectEvent(ObjectEvent.Kind.DELETED, id, -1, -1));
    }
  }

  @Test
  @DisplayName("C91 a batch of two: two events in order with their lengths")
  void c91_shouldAnnounceABatchInOrder() throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c91", 2);
    try (Subscription subscription = client.subscribe()) {
      client.putAll(
          List.of(
              new NewObject(ids.get(0), new byte[5], new byte[1]),
              new NewObject(ids.get(1), new byte[6], new byte[2])));
      assertThat(next(subscription)).isEqualTo(ObjectEvent.sealed(ids.get(0), 5, 1));
      assertThat(next(subscription)).isEqualTo(ObjectEvent.sealed(ids.get(1), 6, 2));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1000, 10_000, MOST})
  @DisplayName("C92 many objects before anybody reads: all events, in the order of the seals")
  void c92_shouldLoseNothing(int count) throws InterruptedException {
    List<ObjectId> ids = Bytes.ids("c92 " + count, count);
    try (Subscription subscription = client.subscribe()) {
      for (int i = 0; i < count; i++) {
        client.put(ids.get(i), new byte[i % 100]);
      }
      for (int i = 0; i < count; i++) {
        assertThat(next(subscription)).isEqualTo(ObjectEvent.sealed(ids.get(i), i % 100, 0));
      }
      assertThat(subscription.poll(Duration.ZERO)).isEmpty();
    }
  }

  /** Nobody reads this one before the last seal: by then its socket has been full for long. */
  @Test
  @DisplayName("C92 the same by message, with a socket that is full")
  void c92_shouldLoseNothingWhenTheSocketIsFull() {
    List<ObjectEvent> expected = new ArrayList<>();
    List<ObjectEvent> heard = new ArrayList<>();
    try (RawClient session = RawClient.open(STORE.socket(), "slow");
        RawClient subscriber = session.attached(STORE.socket())) {
      subscriber.call(new SubscribeRequest());
      for (ObjectId each : Bytes.ids("c92 slow", MOST)) {
        client.put(each, new byte[5], new byte[2]);
        expected.add(ObjectEvent.sealed(each, 5, 2));
      }
      while (heard.size() < MOST) {
        heard.addAll(EventsPush.read(subscriber.next()).events());
      }
    }
    assertThat(heard).isEqualTo(expected);
  }
}
