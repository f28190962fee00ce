// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import java.lang.System.Logger.Level;

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
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

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

  /** Takes in what the session sealed, as far as it left its ring in order. */
  void takeNews(Session session, Seals seals) {
    survive(session, () -> seals.drain(session));
  }

  /** Takes back what the session held and never announced, and all its pins. */
  void recover(Session session) {
    leases.takeBack(session);
    while (session.held().count() > 0) {
      int entry = session.held().any();
      session.held().remove(entry);
      survive(session, () -> recoverEntry(session, entry));
    }
    ClientSlot slot = session.slot();
    if (slot != null) {
      slot.pins().wipe();
    }
    session.bookPins().clear();
  }

  /**
   * What a client left in shared memory may be nonsense. That may cost an entry, but the client
   * goes all the same, with its slot and its pins.
   */
  private static void survive(Session session, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException nonsense) {
      LOG.log(
          Level.ERROR,
          "client %s left nonsense in its memory; something of it is lost"
              .formatted(session.identity()),
          nonsense);
    }
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
