// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client writes into the segment costs others neither memory nor the store's attention. */
@Timeout(60)
class NonsenseTest {
  private final StoreHarness harness = new StoreHarness();
  private final Entries entries = harness.segment.entries();
  private final FakeClient neighbour = harness.connect();
  private final FakeClient vandal = harness.connect();

  private void clear() {
    vandal.die();
    harness.store.evict(neighbour.session, Long.MAX_VALUE);
    neighbour.die();
    harness.work();
  }

  private void checkAllIsFree() {
    assertThat(harness.count(StoreCounter.OBJECTS)).isZero();
    assertThat(harness.count(StoreCounter.OBJECT_BYTES)).isZero();
    assertThat(harness.store.quotas.everybody().bytes()).isZero();
    assertThat(harness.count(StoreCounter.FREE_BYTES)).isEqualTo(StoreHarness.CAPACITY);
    assertThat(harness.count(StoreCounter.ENTRIES_FREE)).isEqualTo(StoreHarness.ENTRIES);
  }

  @Test
  void shouldFreeTheBlockItAllocatedAndNotTheOneInTheEntry() {
    long mine = neighbour.putByMessage(id(1), 1000);
    long theirs = vandal.putByMessage(id(2), 1000);
    entries.block(ObjectRef.entry(theirs), entries.offset(ObjectRef.entry(mine)), 1 << 19, 7);
    vandal.delete(id(2));
    long next = vandal.createByMessage(id(3), 1000);
    assertThat(entries.offset(ObjectRef.entry(next)))
        .isNotEqualTo(entries.offset(ObjectRef.entry(mine)));
    StoreAudit.check(harness);
    clear();
    checkAllIsFree();
  }

  @Test
  void shouldNotLetTwoObjectsOwnOneBlock() {
    long first = vandal.create(id(1), 1000);
    long second = vandal.create(id(2), 1000);
    entries.block(ObjectRef.entry(second), entries.offset(ObjectRef.entry(first)), 1000, 0);
    vandal.seal(first);
    vandal.seal(second);
    vandal.delete(id(2));
    vandal.lease(1, 0);
    long next = neighbour.createByMessage(id(3), 1000);
    assertThat(entries.offset(ObjectRef.entry(next)))
        .isNotEqualTo(entries.offset(ObjectRef.entry(first)));
    clear();
    checkAllIsFree();
  }

  @Test
  void shouldSurviveImpossibleLengths() {
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 47}) {
      long ref = vandal.create(id(1), 100);
      entries.block(ObjectRef.entry(ref), -64, length, -5);
      vandal.seal(ref);
      assertThat(harness.store.list(0, 10).objects()).hasSize(1);
      vandal.get(0, id(1)).value();
      neighbour.get(0, id(1)).value();
      vandal.cancelWaits();
      vandal.delete(id(1));
      vandal.parts().slot().pins().wipe();
      neighbour.parts().slot().pins().wipe();
      vandal.delete(id(1));
    }
    clear();
    checkAllIsFree();
  }

  @Test
  void shouldNotDeleteWhatWasOnlyDeclaredSealed() {
    long granted = vandal.create(id(1), 100);
    int entry = ObjectRef.entry(granted);
    entries.publish(entry, Control.of(Control.SEALED, neighbour.session.slotIndex(), 0));
    neighbour.delete(id(1));
    harness.store.touch(List.of(id(1)));
    clear();
    checkAllIsFree();
  }

  @Test
  void shouldRecoverAnEntryWhateverStateItIsIn() {
    for (int state = 0; state < 256; state++) {
      FakeClient client = harness.connect();
      long ref = client.create(id(1), 100);
      entries.publish(ObjectRef.entry(ref), Control.of(state, 77, state));
      client.die();
      harness.store.evict(neighbour.session, Long.MAX_VALUE);
    }
    clear();
    checkAllIsFree();
  }

  @Test
  void shouldServeAnIdWhoseChainGoesInACircle() {
    long ref = vandal.putLeased(id(1), 100);
    entries.nextLink(ObjectRef.entry(ref), ObjectRef.entry(ref) + 1);
    assertThat(harness.store.contains(id(1))).isTrue();
    assertThat(neighbour.delete(id(1))).isNotNull();
    assertThat(neighbour.request(id(1), 10, 0).isComplete()).isTrue();
    assertThat(neighbour.request(id(1), 10, 0).isPending()).isFalse();
  }
}
