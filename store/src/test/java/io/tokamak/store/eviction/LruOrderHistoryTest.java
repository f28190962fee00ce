// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.Seeds;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random accesses and deletions, compared with a list that is kept in order as they happen. */
class LruOrderHistoryTest {

  private static final int OBJECTS = 300;

  /** Objects from the oldest to the youngest, each with its tick. */
  private final LinkedHashMap<Long, Long> oracle = new LinkedHashMap<>();

  private final LruOrder order = new LruOrder(ref -> oracle.getOrDefault(ref, ObjectTicks.GONE));
  private long lastRef;
  private long clock;

  @Test
  void shouldEvictInTheOrderOfAList() {
    SplittableRandom random = Seeds.random("LruOrderHistoryTest");
    for (int step = 0; step < 1_000_000; step++) {
      int dice = random.nextInt(100);
      if (oracle.size() < OBJECTS && dice < 40) {
        create();
      } else if (dice < 75) {
        access(random);
      } else if (dice < 85) {
        oracle.remove(anyRef(random));
      } else {
        evict(dice < 88);
      }
    }
    while (!oracle.isEmpty()) {
      evict(false);
    }
    assertThat(order.pollOldest()).isEqualTo(LruOrder.NONE);
  }

  private void create() {
    lastRef++;
    clock++;
    oracle.put(lastRef, clock);
    order.add(lastRef, clock);
  }

  /** The order is not told. */
  private void access(SplittableRandom random) {
    long ref = anyRef(random);
    clock++;
    oracle.computeIfPresent(ref, (object, tick) -> clock);
    if (oracle.containsKey(ref)) {
      oracle.putLast(ref, clock);
    }
  }

  private long anyRef(SplittableRandom random) {
    return lastRef - random.nextLong(2 * OBJECTS);
  }

  private void evict(boolean pinned) {
    Iterator<Map.Entry<Long, Long>> oldest = oracle.entrySet().iterator();
    long expected = oldest.hasNext() ? oldest.next().getKey() : LruOrder.NONE;
    assertThat(order.pollOldest()).isEqualTo(expected);
    if (expected == LruOrder.NONE) {
      return;
    }
    oldest.remove();
    if (pinned) {
      clock++;
      oracle.putLast(expected, clock);
      order.add(expected, clock);
    }
  }
}
