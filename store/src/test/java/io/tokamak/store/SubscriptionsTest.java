// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.message.ObjectEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  private static List<ObjectEvent> poll(Subscription subscription) {
    List<ObjectEvent> events = new ArrayList<>();
    for (ObjectEvent event = subscription.poll(); event != null; event = subscription.poll()) {
      events.add(event);
    }
    return events;
  }

  @Test
  void shouldBeginWithWhatIsThereEvenIfItsNewsDidNotArrive() {
    client.putByMessage(id(2), 20);
    client.putLeased(id(1), 10);
    Subscription subscription = harness.store.subscribe(() -> {});
    assertThat(poll(subscription))
        .containsExactly(ObjectEvent.sealed(id(2), 20, 0), ObjectEvent.sealed(id(1), 10, 0));
  }

  @Test
  void shouldTellSealsAndEndsInOrder() {
    Subscription subscription = harness.store.subscribe(() -> {});
    FakeClient other = harness.connect();
    long first = client.create(id(1), 10);
    long second = client.create(id(2), 10);
    client.sealQuietly(first);
    client.parts().slot().ring().push(first);
    client.sealQuietly(second);
    other.delete(id(2));
    client.parts().slot().ring().push(second);
    harness.pass(100);
    assertThat(poll(subscription))
        .containsExactly(
            ObjectEvent.sealed(id(1), 10, 0),
            ObjectEvent.sealed(id(2), 10, 0),
            ObjectEvent.deleted(id(2)));
  }

  @Test
  void shouldNotTellOfWhatIsGoneBeforeItWasTold() {
    client.putByMessage(id(1), 10);
    Subscription subscription = harness.store.subscribe(() -> {});
    client.delete(id(1));
    client.putByMessage(id(1), 11);
    assertThat(poll(subscription))
        .containsExactly(ObjectEvent.deleted(id(1)), ObjectEvent.sealed(id(1), 11, 0));
  }

  @Test
  void shouldStopWhenClosed() {
    Subscription subscription = harness.store.subscribe(() -> {});
    harness.store.unsubscribe(subscription);
    harness.store.unsubscribe(subscription);
    client.putByMessage(id(1), 10);
    assertThat(poll(subscription)).isEmpty();
    assertThat(harness.count(StoreCounter.SUBSCRIPTIONS)).isZero();
    StoreAudit.check(harness);
  }
}
