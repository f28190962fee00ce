// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.store.Seeds;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AddressOrderTest {

  private final Extents extents = new Extents();
  private final AddressOrder order = new AddressOrder(extents);
  private final TreeMap<Long, Integer> oracle = new TreeMap<>();

  @Test
  void shouldFindNothingWhenEmpty() {
    assertThat(order.floor(0)).isEqualTo(Extents.NONE);
    assertThat(order.next(Extents.NONE)).isEqualTo(Extents.NONE);
  }

  @Test
  void shouldFindNeighboursInAscendingAndDescendingInsertions() {
    for (int i = 0; i < 2_000; i++) {
      insert(1_000_000 + i * 64L);
      insert(1_000_000 - (i + 1) * 64L);
    }
    assertSameAsOracle();
  }

  @Test
  void shouldAgreeWithASortedMapThroughRandomHistories() {
    SplittableRandom random = Seeds.random("AddressOrderTest");
    for (int step = 0; step < 200_000; step++) {
      long offset = random.nextLong(500) * 64;
      if (oracle.containsKey(offset)) {
        remove(offset);
      } else {
        insert(offset);
      }
      long probe = random.nextLong(500 * 64);
      assertThat(order.floor(probe)).isEqualTo(oracleFloor(probe));
    }
    assertSameAsOracle();
  }

  private void insert(long offset) {
    int before = order.floor(offset);
    int extent = extents.add(offset, 64);
    order.insert(extent, before);
    oracle.put(offset, extent);
  }

  private void remove(long offset) {
    int extent = oracle.remove(offset);
    order.remove(extent);
    extents.remove(extent);
  }

  private int oracleFloor(long offset) {
    Map.Entry<Long, Integer> floor = oracle.floorEntry(offset);
    return floor == null ? Extents.NONE : floor.getValue();
  }

  private void assertSameAsOracle() {
    int extent = order.next(Extents.NONE);
    for (Map.Entry<Long, Integer> expected : oracle.entrySet()) {
      assertThat(extent).isEqualTo(expected.getValue());
      assertThat(order.floor(expected.getKey())).isEqualTo(extent);
      extent = order.next(extent);
    }
    assertThat(extent).isEqualTo(Extents.NONE);
  }
}
