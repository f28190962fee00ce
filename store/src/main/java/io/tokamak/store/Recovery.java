// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;

/**
 * Puts right what a session leaves behind, whatever instruction its process died at.
 *
 * <p>Every entry the session held is in one of three states. EMPTY: granted and not used, or not
 * yet. CREATED: being written; nobody will seal it any more. SEALED: finished, only the news did
 * not arrive. A CREATED entry owns its block unless its creator died between declaring the block
 * and moving the lease's cursor over it; then it is in no chain and its block starts where the
 * cursor stands (see {@link io.tokamak.memory.slot.Creation}).
 */
final class Recovery {
  private final Entries entries;
  private final ObjectTable table;
  private final Leases leases;
  private final Objects objects;
  private final EntryPool pool;
  private final StoreCounters counters;

  Recovery(
      Entries entries,
      ObjectTable table,
      Leases leases,
      Objects objects,
      EntryPool pool,
      StoreCounters counters) {
    this.entries = entries;
    this.table = table;
    this.leases = leases;
    this.objects = objects;
    this.pool = pool;
    this.counters = counters;
  }

  /** Takes back what the session held and never announced, and all its pins. */
  void recover(Session session) {
    leases.takeBack(session);
    while (session.held().count() > 0) {
      int entry = session.held().any();
      session.held().remove(entry);
      recoverEntry(session, entry);
    }
    ClientSlot slot = session.slot();
    if (slot != null) {
      slot.pins().wipe();
    }
    session.bookPins().clear();
  }

  private void recoverEntry(Session session, int entry) {
    long control = entries.control(entry);
    switch (Control.state(control)) {
      case Control.EMPTY -> pool.giveBack(entry);
      case Control.CREATED -> abort(session, entry, control);
      default -> objects.announce(Entries.ref(entry, control), session.account());
    }
  }

  private void abort(Session session, int entry, long control) {
    boolean linked = table.unlink(entry);
    long ref = Entries.ref(entry, control);
    session.account().cancel(ref);
    if (linked || !session.stoppedAt(entries.offset(entry))) {
      objects.reclaim(ref);
    } else {
      objects.reclaimWithoutBlock(ref);
    }
    counters.add(StoreCounter.ABORTED, 1);
  }

  /** Gives up one unsealed object of a living session. */
  void abort(Session session, long ref) {
    session.held().remove(ObjectRef.entry(ref));
    session.account().cancel(ref);
    objects.reclaim(ref);
    counters.add(StoreCounter.ABORTED, 1);
  }
}
