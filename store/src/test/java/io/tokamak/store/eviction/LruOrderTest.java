// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LruOrderTest {

  private final Map<Long, Long> ticks = new HashMap<>();
  private final LruOrder order = new LruOrder(ref -> ticks.getOrDefault(ref, ObjectTicks.GONE));

  private void add(long ref, long tick) {
    ticks.put(ref, tick);
    order.add(ref, tick);
  }

  @Test
  void shouldHaveNoOldestWhenEmpty() {
    assertThat(order.pollOldest()).isEqualTo(LruOrder.NONE);
  }

  @Test
  void shouldGiveTheOldestFirst() {
    add(1, 30);
    add(2, 10);
    add(3, 20);
    assertThat(pollAll()).containsExactly(2L, 3L, 1L);
  }

  @Test
  void shouldSeeAccessesThatNobodyReported() {
    add(1, 1);
    add(2, 2);
    add(3, 3);
    ticks.put(1L, 10L);
    ticks.put(3L, 9L);
    assertThat(pollAll()).containsExactly(2L, 3L, 1L);
  }

  @Test
  void shouldSkipObjectsThatAreGone() {
    add(1, 1);
    add(2, 2);
    ticks.remove(1L);
    assertThat(pollAll()).containsExactly(2L);
  }

  @Test
  void shouldTakeBackWhatWasPolledAtItsNewTick() {
    add(1, 1);
    add(2, 2);
    long pinned = order.pollOldest();
    order.add(pinned, 5);
    assertThat(pollAll()).containsExactly(2L, 1L);
  }

  @Test
  void shouldKeepMemoryInProportionToLivingObjects() {
    for (long ref = 1; ref <= 1000; ref++) {
      add(ref, ref);
    }
    for (long ref = 2_000; ref < 500_000; ref++) {
      add(ref, ref);
      ticks.remove(ref);
      assertThat(order.size()).isLessThanOrEqualTo(4_096);
    }
    assertThat(pollAll()).hasSize(1000).isSorted();
  }

  @Test
  void shouldComeToAnEndWhileEveryLookFindsAnAccess() {
    long[] clock = {100};
    LruOrder restless = new LruOrder(ref -> clock[0]++);
    restless.add(1, 1);
    restless.add(2, 2);
    assertThat(restless.pollOldest()).isIn(1L, 2L);
    assertThat(restless.size()).isEqualTo(1);
  }

  @Test
  void shouldDrainLivingObjectsWithTheirPresentTicks() {
    add(1, 1);
    add(2, 2);
    add(3, 3);
    ticks.remove(2L);
    ticks.put(1L, 8L);
    Map<Long, Long> drained = new HashMap<>();
    order.drainTo(drained::put);
    assertThat(drained).containsExactlyInAnyOrderEntriesOf(Map.of(1L, 8L, 3L, 3L));
    assertThat(order.size()).isZero();
  }

  private List<Long> pollAll() {
    List<Long> polled = new ArrayList<>();
    for (long ref = order.pollOldest(); ref != LruOrder.NONE; ref = order.pollOldest()) {
      polled.add(ref);
    }
    return polled;
  }
}
