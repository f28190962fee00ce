// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.QuotaExceededException;
import io.tokamak.wire.error.StoreFullException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemotionTest {
  private static final int LENGTH = 16 << 10;
  private static final int COUNT = 4;
  private static final long QUOTA = (long) COUNT * LENGTH;

  private final StoreHarness harness = new StoreHarness();
  private final FakeClient limited = harness.connect();
  private final FakeClient other = harness.connect();

  DemotionTest() {
    harness.store.quota(limited.session, QUOTA);
    for (int i = 0; i < COUNT; i++) {
      limited.putByMessage(id(i), LENGTH);
    }
  }

  private int pin(int number) {
    int pin = limited.pin(id(number));
    assertThat(pin).isNotNegative();
    return pin;
  }

  private void pinAll() {
    for (int i = 0; i < COUNT; i++) {
      pin(i);
    }
  }

  private long demoted() {
    return harness.count(StoreCounter.DEMOTED);
  }

  @Test
  void shouldMakeTheOldestInUseEverybodysWhenTheQuotaIsFull() {
    int oldest = pin(0);
    pin(1);
    pin(2);
    pin(3);
    limited.putByMessage(id(9), LENGTH);
    assertThat(demoted()).isEqualTo(1);
    assertThat(harness.count(StoreCounter.OBJECTS)).isEqualTo(COUNT + 1);
    assertThat(limited.session.account().bytes()).isEqualTo(QUOTA);
    assertThat(harness.store.quotas.everybody().bytes()).isEqualTo(LENGTH);
    StoreAudit.check(harness);

    limited.unpin(oldest, limited.find(id(0)));
    assertThat(harness.store.evict(other.session, Long.MAX_VALUE).evictedBytes()).isEqualTo(LENGTH);
    assertThat(harness.store.contains(id(0))).isFalse();
    StoreAudit.check(harness);
  }

  @Test
  void shouldEvictWhatIsNotInUseInstead() {
    pin(0);
    limited.putByMessage(id(9), LENGTH);
    assertThat(demoted()).isZero();
    assertThat(harness.store.contains(id(0))).isTrue();
    assertThat(harness.store.contains(id(1))).isFalse();
  }

  @Test
  void shouldKeepTheQuotaWhenEverybodyHasNoRoom() {
    pinAll();
    long shared = StoreHarness.CAPACITY - QUOTA;
    long theirs = other.putByMessage(id(7), shared);
    int held = other.pin(id(7));
    assertThat(limited.request(id(9), LENGTH, 0).failure())
        .isInstanceOf(QuotaExceededException.class);
    assertThat(demoted()).isZero();
    StoreAudit.check(harness);

    other.unpin(held, theirs);
    other.delete(id(7));
    limited.putByMessage(id(9), LENGTH);
    assertThat(demoted()).isEqualTo(1);
    StoreAudit.check(harness);
  }

  @Test
  void shouldDemoteNothingOfEverybodys() {
    pinAll();
    long shared = StoreHarness.CAPACITY - QUOTA;
    other.putByMessage(id(7), shared);
    other.pin(id(7));
    assertThat(other.request(id(9), LENGTH, 0).failure()).isInstanceOf(StoreFullException.class);
    assertThat(demoted()).isZero();
  }

  @Test
  void shouldGiveTheDemotedObjectToNobodyWhenTheSessionEnds() {
    pinAll();
    limited.putByMessage(id(9), LENGTH);
    limited.die();
    assertThat(harness.count(StoreCounter.QUOTA_BYTES)).isZero();
    assertThat(harness.store.quotas.everybody().objectCount()).isEqualTo(COUNT + 1);
    StoreAudit.check(harness);
    assertThat(harness.store.evict(other.session, Long.MAX_VALUE).evictedObjects())
        .isEqualTo(COUNT + 1);
    assertThat(harness.store.list(0, 0).objects()).isEqualTo(List.of());
  }
}
