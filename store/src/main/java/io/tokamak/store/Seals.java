// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import org.jspecify.annotations.Nullable;

/**
 * Brings in the news from the clients' slots: what they sealed by themselves, and how far their
 * access clocks are.
 */
final class Seals {
  private static final int MOST_PER_SESSION = 4096;

  private final Sessions sessions;
  private final Entries entries;
  private final SegmentSignals signals;
  private final Objects objects;

  Seals(Sessions sessions, Entries entries, SegmentSignals signals, Objects objects) {
    this.sessions = sessions;
    this.entries = entries;
    this.signals = signals;
    this.objects = objects;
  }

  /** Takes in what every client sealed. Returns how many objects that was. */
  int drainAll() {
    int drained = 0;
    for (Session session : sessions.all()) {
      drained += drain(session);
    }
    return drained;
  }

  /** The same for one client. */
  int drain(Session session) {
    ClientSlot slot = session.slot();
    if (slot == null) {
      return 0;
    }
    int drained = 0;
    while (drained < MOST_PER_SESSION) {
      long ref = slot.ring().poll();
      if (ref == ObjectRef.NONE) {
        break;
      }
      take(session, ref);
      drained++;
    }
    follow(slot);
    return drained;
  }

  /**
   * The ring is shared memory: a reference that the session does not hold is nonsense or old news.
   */
  private void take(Session session, long ref) {
    int entry = ObjectRef.entry(ref);
    if (entry >= 0 && entry < entries.count() && session.held().remove(entry)) {
      objects.announce(ref, session.account());
    }
  }

  private void follow(ClientSlot slot) {
    long tick = slot.clock().lastTick();
    if (tick > signals.clock()) {
      signals.clock(tick);
    }
  }

  /** Takes in one sealed object whose creator's news has not arrived; nothing when it is known. */
  void announce(long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    if (!Control.isReadable(control) || objects.isAnnounced(entry)) {
      return;
    }
    @Nullable Session creator = sessions.bySlot(Control.slot(control));
    if (creator != null && creator.held().remove(entry)) {
      objects.announce(ref, creator.account());
    }
  }
}
