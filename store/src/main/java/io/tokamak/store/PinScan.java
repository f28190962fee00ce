// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.slot.Retirement;

/** Reads the pins of all sessions at once: one scan serves any number of objects. */
final class PinScan {
  private final Sessions sessions;
  private final Retirement retirement;
  private final StoreCounters counters;
  private final PinCounts counts = new PinCounts();

  PinScan(Sessions sessions, Retirement retirement, StoreCounters counters) {
    this.sessions = sessions;
    this.retirement = retirement;
    this.counters = counters;
  }

  /**
   * What is pinned, at or after this moment for objects whose retirement has begun. Valid until the
   * next call.
   */
  PinCounts now() {
    counters.add(StoreCounter.PIN_SCANS, 1);
    counts.clear();
    retirement.fence();
    for (Session session : sessions.all()) {
      session.forEachPin(counts);
    }
    return counts;
  }
}
