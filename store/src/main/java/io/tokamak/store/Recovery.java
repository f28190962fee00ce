// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.table.Entries;
import java.lang.System.Logger.Level;

/**
 * Puts right what a session leaves behind, whatever instruction its process died at.
 *
 * <p>Every entry the session held is in one of three states. EMPTY: granted and not used, or not
 * yet. CREATED: being written; nobody will seal it any more. SEALED: finished, only the news did
 * not arrive. A CREATED entry owns its block unless its creator died between declaring the block
 * and moving the lease's cursor over it (see {@link io.tokamak.memory.slot.Creation}); the {@link
 * Leasehold} knows.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final Entries entries;
  private final Leases leases;
  private final Custody custody;
  private final StoreCounters counters;

  Recovery(Entries entries, Leases leases, Custody custody, StoreCounters counters) {
    this.entries = entries;
    this.leases = leases;
    this.custody = custody;
    this.counters = counters;
  }

  /** Takes in what the session sealed, as far as it left its ring in order. */
  void takeNews(Session session, Seals seals) {
    survive(session, () -> seals.drain(session));
  }

  /** Takes back what the session held and never announced, all its memory and all its pins. */
  void recover(Session session) {
    leases.takeBack(session);
    while (session.held().count() > 0) {
      int entry = session.held().any();
      survive(session, () -> recoverEntry(session, entry));
      session.held().remove(entry);
    }
    leases.takeBackRest(session);
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
    if (Control.state(entries.control(entry)) == Control.EMPTY) {
      custody.endUnused(session, entry);
    } else if (!giveUp(session, entry)
        && !custody.announce(session, Entries.ref(entry, entries.control(entry)))) {
      custody.end(session, entry);
    }
  }

  /** Gives up one unsealed object that the session holds; false when it is sealed. */
  boolean giveUp(Session session, int entry) {
    boolean unsealed = custody.giveUp(session, entry);
    if (unsealed) {
      counters.increment(StoreCounter.ABORTED);
    }
    return unsealed;
  }

  /**
   * Gives up what a living session left unfinished because the store ended its lease just when it
   * found an id taken: CREATED, in no chain, and forgotten. Only while its client creates nothing.
   */
  void giveUpStranded(Session session) {
    Grants.Held held = session.held();
    for (int i = held.count() - 1; i >= 0; i--) {
      int entry = held.at(i);
      if (Control.state(entries.control(entry)) == Control.CREATED && !custody.isLinked(entry)) {
        giveUp(session, entry);
      }
    }
  }
}
