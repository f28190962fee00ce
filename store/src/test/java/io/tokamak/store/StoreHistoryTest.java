// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.testkit.seed.Seeds;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Long random histories of several clients against a model, audited after each step. */
@Timeout(120)
class StoreHistoryTest {
  @Test
  void shouldKeepItsBooksWhateverClientsDo() {
    Seeds.run(
        "StoreHistoryTest",
        random -> {
          for (int round = 0; round < 20; round++) {
            StoreHistory history = new StoreHistory(random);
            for (int step = 0; step < 1000; step++) {
              history.step();
              StoreAudit.check(history.harness);
            }
            history.end();
            StoreAudit.check(history.harness);
            assertThat(history.harness.count(StoreCounter.OBJECTS)).isZero();
            assertThat(history.harness.count(StoreCounter.FREE_BYTES))
                .isEqualTo(history.harness.store.space.reservedBytes());
            assertThat(history.harness.count(StoreCounter.ENTRIES_FREE))
                .isEqualTo(history.harness.segment.entries().count());
          }
        });
  }
}
