// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.slot.ClientSlot;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds out whether several clients read at the same time, and says so in the segment (see
 * AccessClock).
 */
final class SharedMode {
  private final Sessions sessions;
  private final SegmentSignals signals;
  private final Map<Integer, Long> lastTicks = new HashMap<>();

  SharedMode(Sessions sessions, SegmentSignals signals) {
    this.sessions = sessions;
    this.signals = signals;
  }

  /** Compares each client's access clock with the last time. */
  void update() {
    int active = 0;
    for (Session session : sessions.all()) {
      ClientSlot slot = session.slot();
      if (slot != null) {
        long tick = slot.clock().lastTick();
        Long before = lastTicks.put(slot.index(), tick);
        active += before != null && before != tick ? 1 : 0;
      }
    }
    signals.sharedMode(active > 1);
  }
}
