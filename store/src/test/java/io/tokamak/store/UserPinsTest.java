// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.message.DeleteOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UserPinsTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  private void put(int count) {
    IntStream.range(0, count).forEach(i -> client.putByMessage(id(i), 100 + i));
  }

  /** Evicts the oldest object that can go; returns its length. */
  private long evictOne() {
    return harness.store.evict(client.session, 1).evictedBytes();
  }

  private boolean isPinned(int number) {
    return harness.store.infos(List.of(id(number))).getFirst().orElseThrow().pinnedByUser();
  }

  @Test
  void shouldKeepAnObjectUntilItIsUnpinnedAndThenInItsOldPlace() {
    put(3);
    harness.store.pin(List.of(id(0)));
    assertThat(isPinned(0)).isTrue();
    assertThat(evictOne()).isEqualTo(101);
    harness.store.unpin(List.of(id(0)));
    assertThat(isPinned(0)).isFalse();
    assertThat(evictOne()).isEqualTo(100);
    assertThat(evictOne()).isEqualTo(102);
    StoreAudit.check(harness);
  }

  @Test
  void shouldTakePinningTwiceForPinningOnce() {
    put(1);
    harness.store.pin(List.of(id(0), id(0)));
    harness.store.pin(List.of(id(0)));
    assertThat(evictOne()).isZero();
    harness.store.unpin(List.of(id(0)));
    harness.store.unpin(List.of(id(0), id(0)));
    assertThat(evictOne()).isEqualTo(100);
    StoreAudit.check(harness);
  }

  @Test
  void shouldPinAndUnpinAllOrNone() {
    put(2);
    assertThatThrownBy(() -> harness.store.pin(List.of(id(0), id(7))))
        .isInstanceOf(ObjectNotFoundException.class)
        .hasMessageContaining(id(7).toHex());
    assertThat(isPinned(0)).isFalse();
    harness.store.pin(List.of(id(0), id(1)));
    assertThatThrownBy(() -> harness.store.unpin(List.of(id(0), id(7))))
        .isInstanceOf(ObjectNotFoundException.class);
    assertThat(isPinned(0)).isTrue();
    assertThat(evictOne()).isZero();
  }

  @Test
  void shouldRefuseWhatIsNotSealed() {
    client.createByMessage(id(0), 100);
    assertThatThrownBy(() -> harness.store.pin(List.of(id(0))))
        .isInstanceOf(ObjectNotFoundException.class);
    client.sealByMessage(id(0));
    harness.store.pin(List.of(id(0)));
    assertThat(isPinned(0)).isTrue();
  }

  /** Sealed in shared memory, and nobody has told the store. */
  @Test
  void shouldPinWhatTheStoreHasNotHeardOf() {
    client.sealQuietly(client.create(id(0), 100));
    harness.store.pin(List.of(id(0)));
    assertThat(harness.count(StoreCounter.OBJECTS)).isEqualTo(1);
    assertThat(evictOne()).isZero();
    StoreAudit.check(harness);
  }

  @Test
  void shouldNotKeepFromDeletionNorPinTheNextObjectOfTheId() {
    put(1);
    harness.store.pin(List.of(id(0)));
    assertThat(client.delete(id(0))).isEqualTo(DeleteOutcome.DELETED);
    client.putByMessage(id(0), 200);
    assertThat(isPinned(0)).isFalse();
    assertThat(evictOne()).isEqualTo(200);
    StoreAudit.check(harness);
  }

  @Test
  void shouldOutliveTheSessionThatAskedForIt() {
    put(1);
    harness.store.pin(List.of(id(0)));
    client.die();
    FakeClient other = harness.connect();
    assertThat(harness.store.evict(other.session, Long.MAX_VALUE).evictedBytes()).isZero();
  }
}
