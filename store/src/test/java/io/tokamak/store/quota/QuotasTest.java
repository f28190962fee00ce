// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.QuotaExceededException;
import io.tokamak.wire.error.StoreFullException;
import org.junit.jupiter.api.Test;

/** The rules of quotas on a store of 10 MB, with the lengths of conformance cases C80 to C84. */
class QuotasTest {

  private static final long MIB = 1 << 20;
  private static final long CAPACITY = 10_000_000;

  private final ModelStore store = new ModelStore(CAPACITY);
  private final Quotas quotas = store.quotas;
  private final Account everybody = quotas.everybody();

  @Test
  void shouldMakeRoomInAQuotaFromItsOwnOldest() {
    Account account = quotas.open(everybody, 5 * MIB);
    long first = store.create(account, 3 * MIB);
    long second = store.create(account, 3 * MIB);
    assertThat(store.contains(first)).isFalse();
    assertThat(store.contains(second)).isTrue();
  }

  @Test
  void shouldRefuseAnObjectLargerThanTheQuota() {
    Account account = quotas.open(everybody, 5 * MIB);
    assertThatThrownBy(() -> store.create(account, 7 * MIB))
        .isInstanceOf(QuotaExceededException.class)
        .hasMessageContaining("7340032")
        .hasMessageContaining("5242880");
    assertThat(store.create(account, 4 * MIB)).isNotEqualTo(ModelStore.NOTHING);
  }

  @Test
  void shouldEvictAnyonesOldestWithoutQuotas() {
    long mine = store.create(everybody, 3 * MIB);
    storm(everybody);
    assertThat(store.contains(mine)).isFalse();
  }

  @Test
  void shouldProtectTheObjectsOfAQuotaFromEverybodyElse() {
    storm(everybody);
    Account account = quotas.open(everybody, 5 * MIB);
    long mine = store.create(account, 3 * MIB);
    storm(everybody);
    assertThat(store.contains(mine)).isTrue();
  }

  @Test
  void shouldProtectEverybodyElseFromASessionWithAQuota() {
    long others = store.create(everybody, 3 * MIB);
    Account account = quotas.open(everybody, 5 * MIB);
    storm(account);
    assertThat(store.contains(others)).isTrue();
  }

  @Test
  void shouldKeepSevenTenthsTheMostForQuotas() {
    assertThatThrownBy(() -> quotas.open(everybody, 8 * MIB))
        .isInstanceOf(QuotaExceededException.class)
        .hasMessageContaining("7000000");
    Account first = quotas.open(everybody, 5 * MIB);
    assertThatThrownBy(() -> quotas.open(first, 5 * MIB))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("already");
    assertThatThrownBy(() -> quotas.open(everybody, 3 * MIB))
        .isInstanceOf(QuotaExceededException.class);
    quotas.open(everybody, MIB);
    assertThat(quotas.quotaBytes()).isEqualTo(6 * MIB);
    assertThat(quotas.quotaCount()).isEqualTo(2);
  }

  @Test
  void shouldGrantExactlySevenTenthsWhateverTheRounding() {
    quotas.open(everybody, 3_500_001);
    quotas.open(everybody, 3_499_999);
    assertThatThrownBy(() -> quotas.open(everybody, 1)).isInstanceOf(QuotaExceededException.class);
  }

  @Test
  void shouldRefuseAQuotaOfNothing() {
    assertThatThrownBy(() -> quotas.open(everybody, 0)).isInstanceOf(InvalidRequestException.class);
    assertThatThrownBy(() -> quotas.open(everybody, -1))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void shouldDemoteThePinnedOldestOfAFullQuota() {
    Account account = quotas.open(everybody, 5 * MIB);
    long first = store.create(account, 3 * MIB);
    store.pin(first);
    long second = store.create(account, 3 * MIB);
    store.pin(second);
    assertThat(store.contains(first)).isTrue();
    assertThat(store.contains(second)).isTrue();
    store.release(first);
    store.release(second);
    storm(everybody);
    assertThat(store.contains(first)).isFalse();
    assertThat(store.contains(second)).isTrue();
  }

  @Test
  void shouldNotDemoteAtTheCostOfOthers() {
    Account account = quotas.open(everybody, 5 * MIB);
    long others = store.create(everybody, 4 * MIB);
    store.pin(store.create(account, 3 * MIB));
    assertThat(store.create(account, 3 * MIB)).isEqualTo(ModelStore.NOTHING);
    assertThat(store.contains(others)).isTrue();
    assertThat(quotas.refusal(account, "it", 3 * MIB))
        .isInstanceOf(QuotaExceededException.class)
        .hasMessageContaining("3145728")
        .hasMessageContaining("5242880");
  }

  @Test
  void shouldHandTheObjectsOverWhenTheSessionEnds() {
    Account account = quotas.open(everybody, 5 * MIB);
    long mine = store.create(account, 3 * MIB);
    storm(everybody);
    assertThat(store.contains(mine)).isTrue();
    store.closeSession(account);
    assertThat(store.contains(mine)).isTrue();
    assertThat(quotas.quotaBytes()).isZero();
    store.assertCounts(everybody);
    storm(everybody);
    assertThat(store.contains(mine)).isFalse();
  }

  @Test
  void shouldTakeBackWhatEverybodyHeldOfAQuota() {
    for (int i = 0; i < 10; i++) {
      store.create(everybody, 1_000_000);
    }
    assertThat(quotas.overdueBytes(store.extents.allocatedBytes())).isZero();
    Account account = quotas.open(everybody, 5_000_000);
    assertThat(quotas.overdueBytes(store.extents.allocatedBytes())).isPositive();
    for (int i = 0; i < 5; i++) {
      store.create(account, 1_000_000);
    }
    assertThat(account.objectCount()).isEqualTo(5);
    assertThat(everybody.objectCount()).isEqualTo(5);
    assertThat(store.create(account, 1_000_000)).isNotEqualTo(ModelStore.NOTHING);
    assertThat(everybody.objectCount()).isEqualTo(5);
  }

  @Test
  void shouldNotLendAQuotaToEverybody() {
    quotas.open(everybody, 5_000_000);
    for (int i = 0; i < 10; i++) {
      store.create(everybody, 1_000_000);
    }
    assertThat(everybody.objectCount()).isEqualTo(5);
    assertThatThrownBy(() -> store.create(everybody, 6_000_000))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("6000000")
        .hasMessageContaining("5000000");
  }

  @Test
  void shouldGrantTheWholeCapacityWithoutQuotas() {
    storm(everybody);
    assertThat(store.create(everybody, CAPACITY)).isNotEqualTo(ModelStore.NOTHING);
    assertThatThrownBy(() -> store.create(everybody, CAPACITY + 64))
        .isInstanceOf(StoreFullException.class);
  }

  @Test
  void shouldLeaveEverybodysAccountAloneWhenOneOfItsSessionsEnds() {
    long object = store.create(everybody, MIB);
    quotas.close(everybody);
    assertThat(everybody.objectCount()).isEqualTo(1);
    assertThat(everybody.pollOldest()).isEqualTo(object);
  }

  private void storm(Account account) {
    for (int i = 0; i < 10; i++) {
      assertThat(store.create(account, 3 * MIB)).isNotEqualTo(ModelStore.NOTHING);
    }
  }
}
