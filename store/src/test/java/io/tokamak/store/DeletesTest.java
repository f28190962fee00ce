// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.message.DeleteOutcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeletesTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  @Test
  void shouldTellWhatBecameOfEach() {
    client.putByMessage(id(1), 10);
    client.putByMessage(id(2), 10);
    client.pin(id(2));
    client.createByMessage(id(3), 10);
    client.create(id(4), 10);
    assertThat(harness.store.delete(List.of(id(0), id(1), id(2), id(3), id(4), id(2), id(1))))
        .containsExactly(
            DeleteOutcome.UNKNOWN,
            DeleteOutcome.DELETED,
            DeleteOutcome.DEFERRED,
            DeleteOutcome.REFUSED,
            DeleteOutcome.REFUSED,
            DeleteOutcome.DEFERRED,
            DeleteOutcome.UNKNOWN);
    StoreAudit.check(harness);
  }

  @Test
  void shouldFinishAtTheLastRelease() {
    long ref = client.putByMessage(id(1), 10);
    int pin = client.pin(id(1));
    FakeClient reader = harness.connectReadOnly();
    reader.get(0, id(1));
    client.delete(id(1));
    client.unpin(pin, ref);
    harness.work();
    assertThat(harness.store.contains(id(1))).isTrue();
    assertThat(client.request(id(1), 10, 0).failure()).isInstanceOf(ObjectExistsException.class);
    reader.release(ref);
    harness.work();
    assertThat(harness.store.contains(id(1))).isFalse();
    client.createByMessage(id(1), 10);
    assertThat(harness.count(StoreCounter.DELETED)).isEqualTo(1);
    StoreAudit.check(harness);
  }

  @Test
  void shouldGiveTheIdOfADeletedObjectToTheNext() {
    long ref = client.putByMessage(id(1), 10);
    int pin = client.pin(id(1));
    client.delete(id(1));
    client.parts().pinning().unpin(pin, ref);
    assertThat(client.request(id(1), 20, 0).isComplete()).isTrue();
    harness.pass(100);
    StoreAudit.check(harness);
  }

  @Test
  void shouldScanNoPinsForWhatIsNotThere() {
    long scans = harness.count(StoreCounter.PIN_SCANS);
    client.delete(id(1));
    assertThat(harness.count(StoreCounter.PIN_SCANS)).isEqualTo(scans);
  }

  @Test
  void shouldScanOnceForManyReleases() {
    harness.work();
    for (int i = 0; i < 10; i++) {
      client.putByMessage(id(i), 10);
      client.pin(id(i));
      client.delete(id(i));
    }
    long scans = harness.count(StoreCounter.PIN_SCANS);
    for (int i = 0; i < 10; i++) {
      client.unpin(i, client.find(id(i)));
    }
    long nowNs = harness.clock.getAsLong();
    assertThat(harness.store.nextDeadlineNs(nowNs)).isEqualTo(nowNs);
    harness.work();
    assertThat(harness.count(StoreCounter.OBJECTS)).isZero();
    assertThat(harness.count(StoreCounter.PIN_SCANS)).isEqualTo(scans + 1);
  }
}
