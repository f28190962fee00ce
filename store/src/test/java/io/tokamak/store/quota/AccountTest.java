// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.eviction.LruOrder;
import io.tokamak.store.eviction.ObjectTicks;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final long A = (1L << 32) | 7;
  private static final long B = 2L << 32;
  private static final long NEXT_LIFE_OF_A = A + 1;

  private final Map<Long, Long> ticks = new HashMap<>();
  private final ObjectTicks objectTicks = ref -> ticks.getOrDefault(ref, ObjectTicks.GONE);
  private final Account limited = Account.limited(1000, objectTicks);
  private final Account everybody = Account.everybodys(objectTicks);

  private void admit(Account account, long ref, long length, long tick) {
    ticks.put(ref, tick);
    account.admit(ref, length, tick);
  }

  private void remove(Account account, long ref, long length) {
    account.remove(ref, length);
    ticks.remove(ref);
  }

  @Test
  void shouldRoundAQuotaUpToWholeGranules() {
    assertThat(limited.isLimited()).isTrue();
    assertThat(limited.quotaBytes()).isEqualTo(1000);
    assertThat(limited.limitBytes()).isEqualTo(1024);
    assertThat(everybody.isLimited()).isFalse();
  }

  @Test
  void shouldCountAnObjectOnceFromItsCreationOn() {
    limited.reserve(A, 128);
    limited.reserve(A, 128);
    assertThat(limited.bytes()).isEqualTo(128);
    assertThat(limited.objectCount()).isZero();
    assertThat(limited.pollOldest()).isEqualTo(LruOrder.NONE);
    admit(limited, A, 128, 1);
    assertThat(limited.bytes()).isEqualTo(128);
    assertThat(limited.objectCount()).isEqualTo(1);
    limited.cancel(A);
    assertThat(limited.bytes()).isEqualTo(128);
    remove(limited, A, 128);
    assertThat(limited.bytes()).isZero();
    assertThat(limited.objectCount()).isZero();
  }

  @Test
  void shouldForgetAnObjectThatIsGivenUp() {
    limited.reserve(A, 128);
    limited.cancel(A);
    limited.cancel(B);
    assertThat(limited.bytes()).isZero();
  }

  @Test
  void shouldCountOnlySealedObjectsWithoutALimit() {
    everybody.reserve(A, 128);
    everybody.cancel(A);
    assertThat(everybody.bytes()).isZero();
    admit(everybody, A, 128, 1);
    assertThat(everybody.bytes()).isEqualTo(128);
  }

  @Test
  void shouldNeverListAnObjectTwice() {
    admit(everybody, A, 64, 1);
    everybody.requeue(A, 5);
    everybody.requeue(A, 6);
    assertThat(everybody.pollOldest()).isEqualTo(A);
    assertThat(everybody.pollOldest()).isEqualTo(LruOrder.NONE);
    everybody.requeue(A, 7);
    assertThat(everybody.pollOldest()).isEqualTo(A);
  }

  @Test
  void shouldListTheNextLifeOfAnEntry() {
    admit(everybody, A, 64, 1);
    remove(everybody, A, 64);
    admit(everybody, NEXT_LIFE_OF_A, 64, 2);
    assertThat(everybody.pollOldest()).isEqualTo(NEXT_LIFE_OF_A);
    assertThat(everybody.pollOldest()).isEqualTo(LruOrder.NONE);
  }

  @Test
  void shouldMoveSealedObjectsAndDropUnsealedOnes() {
    admit(limited, A, 64, 2);
    admit(limited, B, 128, 1);
    assertThat(limited.pollOldest()).isEqualTo(B);
    limited.reserve(3L << 32, 256);
    limited.moveAllTo(everybody);
    assertThat(everybody.bytes()).isEqualTo(192);
    assertThat(everybody.objectCount()).isEqualTo(2);
    assertThat(limited.bytes()).isZero();
    assertThat(limited.objectCount()).isZero();
    assertThat(everybody.pollOldest()).isEqualTo(A);
    assertThat(everybody.pollOldest()).isEqualTo(LruOrder.NONE);
  }
}
