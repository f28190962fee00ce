// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;

/**
 * The ways in which an entry leaves the session that holds it: its object is announced, it is given
 * up unsealed, or it was never used. What the session's client wrote into the entry is believed
 * only as far as the store can check it.
 */
final class Custody {
  private final Entries entries;
  private final ObjectTable table;
  private final Blocks blocks;
  private final Objects objects;
  private final EntryPool pool;

  Custody(Entries entries, ObjectTable table, Blocks blocks, Objects objects, EntryPool pool) {
    this.entries = entries;
    this.table = table;
    this.blocks = blocks;
    this.objects = objects;
    this.pool = pool;
  }

  /**
   * Announces a sealed object that the session holds. False, and nothing happens, when it does not
   * hold it or when this is old news of an earlier life of the entry.
   */
  boolean announce(Session session, long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    if (Control.generation(control) != ObjectRef.generation(ref)
        || !Control.isReadable(control)
        || !session.held().remove(entry)) {
      return false;
    }
    settle(session, entry);
    objects.announce(ref, session.account());
    return true;
  }

  /**
   * Ends an unsealed object that the session holds. False, and nothing happens, when it is not
   * unsealed, perhaps because its creator sealed it this moment.
   */
  boolean giveUp(Session session, int entry) {
    long control = entries.control(entry);
    if (Control.state(control) != Control.CREATED
        || !entries.compareAndSet(entry, control, Control.withState(control, Control.EVICTING))) {
      return false;
    }
    end(session, entry);
    return true;
  }

  /** Takes an entry that the session holds back into the pool, whatever is in it. */
  void end(Session session, int entry) {
    session.held().remove(entry);
    settle(session, entry);
    long ref = Entries.ref(entry, entries.control(entry));
    session.account().cancel(ref);
    objects.reclaim(ref);
  }

  /** Takes an entry back that the session held and did not use. */
  void endUnused(Session session, int entry) {
    session.held().remove(entry);
    table.unlink(entry);
    pool.giveBack(entry);
  }

  /** Whether the entry can be found under its id. */
  boolean isLinked(int entry) {
    long found = table.find(entries.id0(entry), entries.id1(entry), entries.id2(entry));
    return found == ObjectTable.UNSETTLED || ObjectRef.entry(found) == entry;
  }

  /** Finds out what memory the entry owns. Blocks that the store allocated itself are known. */
  private void settle(Session session, int entry) {
    if (blocks.isKnown(entry)) {
      return;
    }
    long offset = entries.offset(entry);
    long dataLength = entries.dataLength(entry);
    int metadataLength = entries.metadataLength(entry);
    boolean possible = dataLength >= 0 && dataLength < 1L << 48 && metadataLength >= 0;
    if (possible && session.leasehold().claim(offset, BlockLength.of(dataLength, metadataLength))) {
      blocks.note(entry, offset, dataLength, metadataLength);
    } else {
      blocks.noteNothing(entry);
    }
  }
}
