// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.wire.message.CounterValue;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StoreCountersTest {

  private final StoreCounters counters = new StoreCounters();

  @Test
  void shouldNumberCountersWithoutGaps() {
    StoreCounter[] all = StoreCounter.values();
    for (int i = 0; i < all.length; i++) {
      assertThat(all[i].id()).as(all[i].name()).isEqualTo(i);
    }
  }

  @Test
  void shouldGiveEachCounterItsOwnLabelAndASentence() {
    assertThat(Arrays.stream(StoreCounter.values()).map(StoreCounter::label))
        .doesNotHaveDuplicates()
        .allMatch(label -> label.matches("[a-z]+(-[a-z]+)*"));
    assertThat(Arrays.stream(StoreCounter.values()).map(StoreCounter::meaning))
        .doesNotHaveDuplicates()
        .allMatch(meaning -> meaning.matches("[A-Z].*\\."));
  }

  @Test
  void shouldCountEachForItself() {
    for (StoreCounter counter : StoreCounter.values()) {
      counters.set(counter, 100L * counter.id());
      counters.add(counter, -7);
      counters.increment(counter);
    }
    for (StoreCounter counter : StoreCounter.values()) {
      assertThat(counters.get(counter)).isEqualTo(100L * counter.id() - 6);
    }
  }

  @Test
  void shouldListAllCountersByLabel() {
    counters.add(StoreCounter.EVICTED, 3);
    assertThat(counters.values())
        .hasSameSizeAs(StoreCounter.values())
        .contains(new CounterValue("evicted", 3), new CounterValue("deleted", 0));
  }
}
