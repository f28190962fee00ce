// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.testkit.fault.DyingWords;
import java.util.List;
import org.junit.jupiter.api.Test;

class SessionEndTest {
  private final StoreHarness harness = new StoreHarness();

  @Test
  void shouldTakeBackAllThatWasNotSealed() {
    FakeClient client = harness.connect();
    client.create(id(1), 100);
    client.sealQuietly(client.create(id(2), 100));
    client.createByMessage(id(3), 100);
    client.putByMessage(id(4), 100);
    client.pin(id(4));
    client.get(0, id(4));
    client.die();
    assertThat(harness.store.contains(id(2))).isTrue();
    assertThat(harness.store.contains(id(4))).isTrue();
    assertThat(harness.count(StoreCounter.OBJECTS)).isEqualTo(2);
    assertThat(harness.count(StoreCounter.ABORTED)).isEqualTo(2);
    StoreAudit.check(harness);
    FakeClient other = harness.connect();
    assertThat(harness.store.evict(other.session, Long.MAX_VALUE).evictedObjects()).isEqualTo(2);
  }

  @Test
  void shouldNotGiveMemoryToASessionThatEnded() {
    FakeClient client = harness.connect();
    client.createByMessage(id(1), StoreHarness.CAPACITY);
    var waiting = client.request(id(2), 100, 1000);
    harness.store.closeSession(client.session);
    harness.work();
    harness.store.cancel(client);
    harness.pass(2000);
    assertThat(waiting.isPending()).isTrue();
    assertThat(harness.count(StoreCounter.CREATES_QUEUED)).isZero();
    assertThat(harness.count(StoreCounter.FREE_BYTES)).isEqualTo(StoreHarness.CAPACITY);
    StoreAudit.check(harness);
  }

  @Test
  void shouldNotPinForASessionThatEnded() {
    FakeClient client = harness.connect();
    FakeClient other = harness.connect();
    client.get(-1, id(1), id(2));
    harness.store.closeSession(client.session);
    FakeClient heir = harness.connect();
    assertThat(heir.session.slotIndex()).isEqualTo(client.session.slotIndex());
    other.putByMessage(id(1), 100);
    harness.store.cancel(client);
    assertThat(harness.store.holders(id(1))).isEmpty();
    assertThat(harness.count(StoreCounter.GETS_WAITING)).isZero();
    assertThat(harness.segment.words().getVolatile(HeaderLayout.INTEREST)).isZero();
  }

  @Test
  void shouldRecoverFromADeathAtEveryStepOfACreate() {
    boolean died = true;
    for (int step = 1; died; step++) {
      DyingWords words = new DyingWords(harness.segment.words(), step, DyingWords.Moment.AFTER);
      FakeClient client = harness.connect(words);
      died = words.kills(_ -> client.putLeased(id(1), 1000));
      client.die();
      StoreAudit.check(harness);
      harness.store.delete(List.of(id(1)));
      assertThat(harness.count(StoreCounter.FREE_BYTES)).isEqualTo(StoreHarness.CAPACITY);
    }
  }

  @Test
  void shouldFreeWhatADelayedReleaseKept() {
    FakeClient client = harness.connect();
    client.putByMessage(id(1), 100);
    client.pin(id(1));
    harness.connect().delete(id(1));
    assertThat(harness.store.contains(id(1))).isTrue();
    client.die();
    harness.work();
    assertThat(harness.store.contains(id(1))).isFalse();
    StoreAudit.check(harness);
  }
}
