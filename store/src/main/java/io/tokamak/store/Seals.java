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
  private static final long LAST_TICK = 1L << 62;
  private static final long LONGEST_STEP = 1L << 40;

  private final Sessions sessions;
  private final Entries entries;
  private final SegmentSignals signals;
  private final Objects objects;
  private final Custody custody;

  Seals(
      Sessions sessions,
      Entries entries,
      SegmentSignals signals,
      Objects objects,
      Custody custody) {
    this.sessions = sessions;
    this.entries = entries;
    this.signals = signals;
    this.objects = objects;
    this.custody = custody;
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
    if (entry >= 0 && entry < entries.count()) {
      custody.announce(session, ref);
    }
  }

  /** A client's clock that runs away is not followed: beyond the last tick there is none. */
  private void follow(ClientSlot slot) {
    long tick = slot.clock().lastTick();
    long step = tick - signals.clock();
    if (tick > 0 && tick < LAST_TICK && step > 0 && step < LONGEST_STEP) {
      signals.clock(tick);
    }
  }

  /**
   * Takes in one readable object whose creator's news has not arrived, after the news before it.
   * Returns whether the object is known now; what a client declared readable without having created
   * it is not.
   */
  boolean announce(long ref) {
    int entry = ObjectRef.entry(ref);
    if (objects.isAnnounced(entry)) {
      return true;
    }
    @Nullable Session creator = sessions.bySlot(Control.slot(entries.control(entry)));
    if (creator != null) {
      drain(creator);
      custody.announce(creator, ref);
    }
    return objects.isAnnounced(entry);
  }
}
