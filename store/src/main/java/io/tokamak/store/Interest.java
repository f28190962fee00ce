// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;

/** Counts who waits for seals, so that clients ring the doorbell only while somebody does. */
final class Interest {
  private final SegmentSignals signals;
  private int waiting;

  Interest(SegmentSignals signals) {
    this.signals = signals;
  }

  /** One more waits. Look at the table again afterwards: a seal just before did not ring. */
  void raise() {
    if (waiting++ == 0) {
      signals.interest(true);
    }
  }

  void lower() {
    if (--waiting == 0) {
      signals.interest(false);
    }
  }
}
