// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static io.tokamak.store.StoreHarness.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.error.TableFullException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EvictorTest {
  private final StoreHarness harness = new StoreHarness();
  private final FakeClient client = harness.connect();

  private long evict(long bytes) {
    return harness.store.evict(client.session, bytes).evictedBytes();
  }

  private List<Integer> present(int count) {
    return IntStream.range(0, count).filter(i -> harness.store.contains(id(i))).boxed().toList();
  }

  @Test
  void shouldEvictTheLeastRecentlyUsedFirst() {
    for (int i = 0; i < 4; i++) {
      client.putLeased(id(i), 100 + i);
    }
    long ref = client.find(id(0));
    client.unpin(client.pin(id(0)), ref);
    assertThat(evict(1)).isEqualTo(101);
    assertThat(evict(1)).isEqualTo(102);
    assertThat(present(4)).containsExactly(0, 3);
    harness.store.touch(List.of(id(0)));
    assertThat(evict(1)).isEqualTo(103);
    StoreAudit.check(harness);
  }

  @Test
  void shouldEvictObjectsThatWereNotAnnouncedYet() {
    client.sealQuietly(client.create(id(0), 100));
    client.parts().slot().ring().push(client.find(id(0)));
    assertThat(evict(1)).isEqualTo(100);
  }

  @Test
  void shouldSpareWhatIsInUseAndWhatAUserPinned() {
    for (int i = 0; i < 3; i++) {
      client.putByMessage(id(i), 100);
    }
    client.pin(id(0));
    harness.store.pin(List.of(id(1)));
    assertThat(evict(Long.MAX_VALUE)).isEqualTo(100);
    assertThat(present(3)).containsExactly(0, 1);
    harness.store.unpin(List.of(id(1)));
    assertThat(evict(Long.MAX_VALUE)).isEqualTo(100);
    StoreAudit.check(harness);
  }

  @Test
  void shouldCountMemoryAndNotUserBytesWhenMemoryIsMissing() {
    int count = (int) (StoreHarness.CAPACITY / 4 / 64);
    StoreHarness small = new StoreHarness(StoreHarness.CAPACITY / 4, 2 * count);
    FakeClient writer = small.connect();
    for (int i = 0; i < count; i++) {
      writer.putByMessage(id(i), 1);
    }
    writer.createByMessage(id(count), 1);
    assertThat(small.count(StoreCounter.EVICTED)).isBetween(count / 6L, count / 4L);
  }

  @Test
  void shouldCountEntriesWhenEntriesAreMissing() {
    StoreHarness small = new StoreHarness(StoreHarness.CAPACITY, 100);
    FakeClient writer = small.connect();
    for (int i = 0; i <= 100; i++) {
      writer.putByMessage(id(i), 10);
    }
    assertThat(small.count(StoreCounter.EVICTED)).isEqualTo(20);
    StoreAudit.check(small);
  }

  @Test
  void shouldSayThatTheTableIsFull() {
    StoreHarness small = new StoreHarness(StoreHarness.CAPACITY, 4);
    FakeClient writer = small.connect();
    for (int i = 0; i < 4; i++) {
      writer.createByMessage(id(i), 10);
    }
    assertThat(writer.request(id(4), 10, 0).failure()).isInstanceOf(TableFullException.class);
    StoreAudit.check(small);
  }

  @Test
  void shouldNotTakeLongOverAnObjectHeldVeryOften() {
    client.putByMessage(id(0), 100);
    FakeClient reader = harness.connectReadOnly();
    long ref = client.find(id(0));
    for (int i = 0; i < 5000; i++) {
      reader.get(0, id(0));
    }
    assertThat(harness.store.holders(id(0)).getFirst().pins()).isEqualTo(5000);
    for (int i = 0; i < 5000; i++) {
      assertThat(evict(1)).isZero();
      reader.release(ref);
    }
    assertThat(evict(1)).isEqualTo(100);
  }
}
