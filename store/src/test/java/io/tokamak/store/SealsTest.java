// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import org.junit.jupiter.api.Test;

class SealsTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  private void push(long ref) {
    assertThat(client.parts().slot().ring().push(ref)).isTrue();
  }

  @Test
  void shouldLearnOfSealsFromTheRing() {
    client.putLeased(id(1), 100);
    assertThat(harness.count(StoreCounter.OBJECTS)).isEqualTo(1);
    assertThat(harness.count(StoreCounter.OBJECT_BYTES)).isEqualTo(100);
    StoreAudit.check(harness);
  }

  @Test
  void shouldKeepAnEntryOfWhichOnlyOldNewsArrives() {
    long ref = client.create(id(1), 100);
    client.sealQuietly(ref);
    client.delete(id(1));
    client.lease(64, 256);
    assertThat(client.session.held().contains(ObjectRef.entry(ref))).isTrue();
    push(ref);
    harness.pass(100);
    assertThat(client.session.held().contains(ObjectRef.entry(ref))).isTrue();
    StoreAudit.check(harness);
    client.die();
    StoreAudit.check(harness);
  }

  @Test
  void shouldIgnoreNonsenseInTheRing() {
    long unsealed = client.create(id(1), 100);
    for (long ref : new long[] {unsealed, unsealed + 1, -1, 1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      push(ref);
    }
    harness.pass(100);
    assertThat(harness.count(StoreCounter.OBJECTS)).isZero();
    client.seal(unsealed);
    assertThat(harness.count(StoreCounter.OBJECTS)).isEqualTo(1);
    StoreAudit.check(harness);
  }

  @Test
  void shouldNotFollowAClockThatRunsAway() {
    long lastTick =
        harness.segment.geometry().slotOffset(client.session.slotIndex()) + SlotLayout.LAST_TICK;
    for (long tick : new long[] {Long.MAX_VALUE, -1, Long.MIN_VALUE, 1L << 62}) {
      harness.segment.words().putPlain(lastTick, tick);
      harness.pass(500);
      assertThat(harness.segment.signals().clock()).isBetween(0L, 100L);
    }
    harness.segment.words().putPlain(lastTick, 5000);
    harness.pass(500);
    assertThat(harness.segment.signals().clock()).isEqualTo(5000);
  }

  @Test
  void shouldNotWaitForADoorbellThatDiedOnItsWay() {
    FakeClient waiting = harness.connect();
    var answer = waiting.get(-1, id(1));
    long ref = client.create(id(1), 100);
    client.sealQuietly(ref);
    push(ref);
    assertThat(client.parts().signals().claimDoorbell(false)).isTrue();
    client.die();
    harness.pass(100);
    assertThat(answer.isComplete()).isTrue();
    assertThat(harness.segment.words().getVolatile(HeaderLayout.DOORBELL)).isZero();
  }
}
