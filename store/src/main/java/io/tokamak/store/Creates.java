// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.store.quota.Account;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.ObjectAlreadySealedException;
import io.tokamak.wire.error.ObjectExistsException;
import io.tokamak.wire.error.ObjectNotFoundException;
import io.tokamak.wire.error.TableFullException;
import io.tokamak.wire.error.TokamakException;

/**
 * Makes and seals objects on behalf of a session: the same steps a client does itself in its lease.
 */
final class Creates {
  /** No entry or no block is free; waiting may help. */
  static final long NO_ROOM = 0;

  private static final int MOST_ATTEMPTS = 64;

  private final Segment segment;
  private final Entries entries;
  private final ObjectTable table;
  private final Lookup lookup;
  private final Deletes deletes;
  private final EntryPool pool;
  private final Memory memory;
  private final Objects objects;
  private final Blocks blocks;
  private final Custody custody;
  private final StoreClock clock;
  private final StoreCounters counters;

  Creates(
      Segment segment,
      Lookup lookup,
      Deletes deletes,
      EntryPool pool,
      Memory memory,
      Objects objects,
      Blocks blocks,
      Custody custody,
      StoreClock clock,
      StoreCounters counters) {
    this.segment = segment;
    this.entries = segment.entries();
    this.table = segment.table();
    this.lookup = lookup;
    this.deletes = deletes;
    this.pool = pool;
    this.memory = memory;
    this.objects = objects;
    this.blocks = blocks;
    this.custody = custody;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Refuses an id that is taken; one that was only waiting for its last release is freed on the
   * way.
   */
  void requireNew(ObjectId id) {
    long ref = lookup.find(id);
    if (ref == ObjectRef.NONE) {
      return;
    }
    int state = lookup.state(ref);
    if (state == Control.DELETING && !deletes.finishDeferred(ref)) {
      return;
    }
    String found =
        state == Control.CREATED
            ? "an unsealed object of pid " + entries.creatorPid(ObjectRef.entry(ref))
            : "a sealed object";
    throw new ObjectExistsException(
        "create "
            + id
            + ": the id belongs to "
            + found
            + ". Choose another id or delete it first.");
  }

  /**
   * Makes a CREATED object that the session holds.
   *
   * @return its reference, or {@link #NO_ROOM}
   * @throws TokamakException when waiting will not help
   */
  long create(Session session, ObjectId id, long dataLength, int metadataLength) {
    long length = requirePossible(session, id, dataLength, metadataLength);
    Account account = session.account();
    int entry = takeEntry(account);
    if (entry == EntryPool.NONE) {
      return NO_ROOM;
    }
    long offset = memory.allocate(account, length);
    if (offset == Space.NONE) {
      pool.giveBack(entry);
      return NO_ROOM;
    }
    return insert(session, entry, id, offset, dataLength, metadataLength);
  }

  /**
   * Refuses an object that waiting does not make possible: its id is taken, or it can never fit.
   * Returns its block length.
   */
  long requirePossible(Session session, ObjectId id, long dataLength, int metadataLength) {
    long length = blockLength(id, dataLength, metadataLength);
    requireNew(id);
    memory.requirePossible(session.account(), id, length);
    return length;
  }

  /** Why {@code what} cannot be created now. */
  TokamakException refusal(Session session, Object what, long length) {
    return pool.free() > 0
        ? memory.refusal(session.account(), what, length)
        : new TableFullException(
            "create %s: all %d entries of the object table are taken by objects in use and by clients. Delete or release some, or start the node with more --objects."
                .formatted(what, entries.count()));
  }

  private static long blockLength(ObjectId id, long dataLength, int metadataLength) {
    if (dataLength < 0
        || metadataLength < 0
        || dataLength > Long.MAX_VALUE - Integer.MAX_VALUE - 128L) {
      throw new InvalidRequestException(
          "create "
              + id
              + ": lengths must be 0 or more and possible, found data "
              + dataLength
              + ", metadata "
              + metadataLength);
    }
    return BlockLength.of(dataLength, metadataLength);
  }

  private int takeEntry(Account account) {
    int entry = pool.take();
    return entry == EntryPool.NONE && memory.freeEntries(account) ? pool.take() : entry;
  }

  private long insert(
      Session session, int entry, ObjectId id, long offset, long dataLength, int metadataLength) {
    int generation = Control.generation(entries.control(entry));
    entries.id(entry, id.word0(), id.word1(), id.word2());
    entries.block(entry, offset, dataLength, metadataLength);
    entries.created(entry, clock.epochMicros(), session.identity().pid());
    blocks.note(entry, offset, dataLength, metadataLength);
    entries.publish(entry, Control.of(Control.CREATED, session.slotIndex(), generation));
    long ref = ObjectRef.of(entry, generation);
    if (!link(entry, id)) {
      objects.reclaim(ref);
      throw new ObjectExistsException(
          "create " + id + ": another client created it at the same moment.");
    }
    session.held().add(entry);
    session.account().reserve(ref, objects.blockLength(entry));
    counters.add(StoreCounter.CREATED, 1);
    return ref;
  }

  /** In a damaged chain the entry itself may be in the way, left over from an earlier life. */
  private boolean link(int entry, ObjectId id) {
    long inTheWay = table.insert(entry);
    for (int attempt = 0; inTheWay != ObjectTable.ABSENT && attempt < MOST_ATTEMPTS; attempt++) {
      if (inTheWay == ObjectTable.UNSETTLED) {
        table.repair(id.word0(), id.word1(), id.word2());
      } else if (ObjectRef.entry(inTheWay) != entry || !table.unlink(entry)) {
        return false;
      }
      inTheWay = table.insert(entry);
    }
    return inTheWay == ObjectTable.ABSENT;
  }

  /** Gives up what {@link #create} made a moment ago, as if it had never been. */
  void undo(Session session, long ref) {
    custody.end(session, ObjectRef.entry(ref));
    counters.add(StoreCounter.CREATED, -1);
  }

  /** Makes the session's CREATED object visible and announces it. */
  void seal(Session session, long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    entries.sealedAtMicros(entry, clock.epochMicros());
    long tick = segment.signals().clock() + 1;
    segment.signals().clock(tick);
    entries.accessTick(entry, tick);
    entries.publish(entry, Control.withState(control, Control.SEALED));
    custody.announce(session, ref);
  }

  /** The session's own unsealed object with this id, for a seal or abort by id. */
  long requireOwnUnsealed(Session session, ObjectId id, String what) {
    long ref = lookup.find(id);
    if (ref == ObjectRef.NONE) {
      throw new ObjectNotFoundException(what + " " + id + ": no such object. Create it first.");
    }
    if (lookup.state(ref) != Control.CREATED) {
      throw new ObjectAlreadySealedException(
          what + " " + id + ": it is sealed already. Delete it if it is not wanted.");
    }
    if (!session.held().contains(ObjectRef.entry(ref))) {
      throw new InvalidRequestException(
          what
              + " "
              + id
              + ": it is being written by pid "
              + entries.creatorPid(ObjectRef.entry(ref))
              + ", only that client can.");
    }
    return ref;
  }
}
