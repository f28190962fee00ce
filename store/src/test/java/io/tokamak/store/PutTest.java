// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.FakeClient.object;
import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.StoreFullException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PutTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  @Test
  void shouldCreateAndSealAll() {
    client.put(List.of(object(id(1), 100, 3), object(id(2), 0, 0))).value();
    assertThat(harness.bytes(id(1))).hasSize(100).containsOnly(7);
    assertThat(harness.bytes(id(2))).isEmpty();
    StoreAudit.check(harness);
  }

  @Test
  void shouldCreateNothingWhenAnIdStandsThereTwice() {
    var answer =
        client.put(List.of(object(id(1), 100, 0), object(id(2), 1, 0), object(id(1), 2, 0)));
    assertThat(answer.failure()).isInstanceOf(ObjectExistsException.class);
    assertThat(harness.store.contains(id(2))).isFalse();
    assertThat(harness.count(StoreCounter.CREATED)).isZero();
    assertThat(harness.count(StoreCounter.ABORTED)).isZero();
    StoreAudit.check(harness);
  }

  @Test
  void shouldEvictNothingForABatchThatCannotBe() {
    client.putByMessage(id(1), StoreHarness.CAPACITY / 2);
    client.putByMessage(id(3), 100);
    int most = (int) StoreHarness.CAPACITY;
    assertThat(client.put(List.of(object(id(2), most, 0), object(id(3), 1, 0))).failure())
        .isInstanceOf(StoreFullException.class);
    assertThat(client.put(List.of(object(id(2), most / 2, 0), object(id(3), 1, 0))).failure())
        .isInstanceOf(ObjectExistsException.class);
    assertThat(harness.store.contains(id(1))).isTrue();
  }

  @Test
  void shouldWaitForRoomAndForgetItsTries() {
    long ref = client.putByMessage(id(1), StoreHarness.CAPACITY);
    int pin = client.pin(id(1));
    var answer = client.put(List.of(object(id(2), 100, 0), object(id(3), 1, 0)));
    harness.pass(50);
    assertThat(answer.isPending()).isTrue();
    client.unpin(pin, ref);
    harness.pass(50);
    assertThat(answer.isComplete()).isTrue();
    assertThat(harness.count(StoreCounter.CREATED)).isEqualTo(3);
    StoreAudit.check(harness);
  }
}
