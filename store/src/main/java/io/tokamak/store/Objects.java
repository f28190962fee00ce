// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.table.Entries;
import io.tokamak.store.quota.Account;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The two ends of an object's visible life as the store keeps account of them: announced (it was
 * sealed, by whoever) and freed. Between them the object counts, can be evicted, and belongs to an
 * {@link Account}.
 */
final class Objects {
  private final Entries entries;
  private final Retirement retirement;
  private final Space space;
  private final Blocks blocks;
  private final EntryPool pool;
  private final Account everybody;
  private final StoreCounters counters;
  private final List<ObjectListener> listeners = new ArrayList<>();
  private final Announced announced = new Announced();

  /** Entries whose object belongs to a session with a quota; all others belong to everybody. */
  private final Map<Integer, Account> owners = new HashMap<>();

  Objects(
      Segment segment,
      Retirement retirement,
      Space space,
      Blocks blocks,
      EntryPool pool,
      Account everybody,
      StoreCounters counters) {
    this.entries = segment.entries();
    this.retirement = retirement;
    this.space = space;
    this.blocks = blocks;
    this.pool = pool;
    this.everybody = everybody;
    this.counters = counters;
  }

  void listen(ObjectListener listener) {
    listeners.add(listener);
  }

  boolean isAnnounced(int entry) {
    return announced.contains(entry);
  }

  /**
   * Takes a sealed object, whose block is noted, into the accounts and tells whoever listens. Once
   * per object.
   */
  void announce(long ref, Account account) {
    int entry = ObjectRef.entry(ref);
    announced.add(entry);
    if (account != everybody) {
      owners.put(entry, account);
    }
    account.admit(ref, blockLength(entry), Math.max(0, entries.accessTick(entry)));
    counters.add(StoreCounter.OBJECTS, 1);
    counters.add(StoreCounter.OBJECT_BYTES, userLength(entry));
    counters.add(StoreCounter.SEALED, 1);
    for (ObjectListener listener : listeners) {
      if (listener.isListening()) {
        listener.sealed(idOf(entry), ref);
      }
    }
  }

  /**
   * Ends an announced object whose retirement has begun and which nobody pins. Returns its data and
   * metadata bytes.
   */
  long free(long ref) {
    int entry = ObjectRef.entry(ref);
    long length = userLength(entry);
    ObjectId id = idOf(entry);
    announced.remove(entry);
    accountOf(entry).remove(ref, blockLength(entry));
    owners.remove(entry);
    counters.add(StoreCounter.OBJECTS, -1);
    counters.add(StoreCounter.OBJECT_BYTES, -length);
    reclaim(ref);
    listeners.forEach(listener -> listener.gone(id));
    return length;
  }

  /** Takes entry and block back; for objects nobody ever saw as well as for freed ones. */
  void reclaim(long ref) {
    int entry = ObjectRef.entry(ref);
    retirement.free(ref);
    if (blocks.hasBlock(entry)) {
      space.free(blocks.offset(entry), blocks.blockLength(entry));
    }
    blocks.forget(entry);
    pool.giveBack(entry);
  }

  /** The entries of all objects that count, in the order in which they were announced. */
  int[] announcedEntries() {
    return announced.entries();
  }

  /** Whose budget the object counts against. */
  Account accountOf(int entry) {
    return owners.getOrDefault(entry, everybody);
  }

  /** From now on the object belongs to everybody. */
  void disown(int entry) {
    owners.remove(entry);
  }

  /** What the session is writing already counts against its new budget. */
  void reserveUnsealed(Session session) {
    for (int i = 0; i < session.held().count(); i++) {
      int entry = session.held().at(i);
      if (blocks.hasBlock(entry)) {
        session.account().reserve(Entries.ref(entry, entries.control(entry)), blockLength(entry));
      }
    }
  }

  /** All objects of an account that ends belong to everybody. */
  void disownAll(Account account) {
    owners.values().removeIf(owner -> owner == account);
  }

  ObjectId idOf(int entry) {
    return ObjectId.fromWords(entries.id0(entry), entries.id1(entry), entries.id2(entry));
  }

  /** Data and metadata bytes. */
  long userLength(int entry) {
    return blocks.userLength(entry);
  }

  long blockLength(int entry) {
    return blocks.blockLength(entry);
  }
}
