// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.SealRing;
import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The ring's real code in every interleaving of two producers and the store. */
class SealRingProtocolTest {
  private static final long EARLIER = 1000;

  /** A ring with so many references in it; a push is refused when it is full. */
  private static Scenario twoProducers(int alreadyIn) {
    return stage -> {
      SealRing ring = new SmallSegment(stage).ring();
      for (int i = 0; i < alreadyIn; i++) {
        ring.push(EARLIER + i);
      }
      boolean[] pushed = new boolean[2];
      List<Long> polled = new ArrayList<>();
      stage.thread("producer0", () -> pushed[0] = ring.push(1));
      stage.thread("producer1", () -> pushed[1] = ring.push(2));
      stage.thread("store", () -> poll(ring, 2, polled));
      stage.check(() -> {
        poll(ring, alreadyIn + 3, polled);
        assertThat(polled).doesNotHaveDuplicates();
        assertThat(polled.contains(1L)).isEqualTo(pushed[0]);
        assertThat(polled.contains(2L)).isEqualTo(pushed[1]);
        assertThat(polled.stream().filter(ref -> ref >= EARLIER)).hasSize(alreadyIn).isSorted();
      });
    };
  }

  private static void poll(SealRing ring, int times, List<Long> into) {
    for (int i = 0; i < times; i++) {
      long ref = ring.poll();
      if (ref != ObjectRef.NONE) {
        into.add(ref);
      }
    }
  }

  @Test
  void shouldHandOverEachReferenceOnce() {
    Explorer.of(twoProducers(0)).explore().assertSafe();
  }

  @Test
  void shouldNotOverwriteWhenNearlyFull() {
    Explorer.of(twoProducers(SlotLayout.RING_COUNT - 1)).explore().assertSafe();
  }
}
