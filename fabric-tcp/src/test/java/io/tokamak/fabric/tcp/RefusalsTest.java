// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Why strangers were turned away. */
final class RefusalsTest {
  @Test
  void shouldCountEachReasonAndBoundThem() {
    Refusals refusals = new Refusals();
    for (int i = 0; i < 1000; i++) {
      refusals.add("reason " + i);
      refusals.add("reason 0");
    }

    assertThat(refusals.counts()).hasSize(33).containsEntry("reason 0", 1001L);
    assertThat(refusals.counts()).containsEntry("other reasons", 968L);
  }
}
