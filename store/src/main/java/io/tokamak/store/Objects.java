// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.table.Entries;
import io.tokamak.store.quota.Account;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The two ends of an object's visible life as the store keeps account of them: announced (it was
 * sealed, by whoever) and freed. Between them the object counts, can be evicted, and belongs to an
 * {@link Account}.
 */
final class Objects {
  private final Entries entries;
  private final Retirement retirement;
  private final Space space;
  private final EntryPool pool;
  private final Account everybody;
  private final StoreCounters counters;
  private final List<ObjectListener> listeners = new ArrayList<>();
  private final BitSet announced = new BitSet();

  /** Entries whose object belongs to a session with a quota; all others belong to everybody. */
  private final Map<Integer, Account> owners = new HashMap<>();

  Objects(
      Segment segment,
      Retirement retirement,
      Space space,
      EntryPool pool,
      Account everybody,
      StoreCounters counters) {
    this.entries = segment.entries();
    this.retirement = retirement;
    this.space = space;
    this.pool = pool;
    this.everybody = everybody;
    this.counters = counters;
  }

  void listen(ObjectListener listener) {
    listeners.add(listener);
  }

  boolean isAnnounced(int entry) {
    return announced.get(entry);
  }

  /**
   * Takes a sealed object into the accounts and tells whoever listens. Once per object; further
   * calls do nothing.
   */
  void announce(long ref, Account account) {
    int entry = ObjectRef.entry(ref);
    if (announced.get(entry) || !isCurrent(ref)) {
      return;
    }
    announced.set(entry);
    if (account != everybody) {
      owners.put(entry, account);
    }
    account.admit(ref, blockLength(entry), entries.accessTick(entry));
    counters.add(StoreCounter.OBJECTS, 1);
    counters.add(StoreCounter.OBJECT_BYTES, userLength(entry));
    counters.add(StoreCounter.SEALED, 1);
    for (ObjectListener listener : listeners) {
      if (listener.isListening()) {
        listener.sealed(idOf(entry), ref);
      }
    }
  }

  private boolean isCurrent(long ref) {
    long control = entries.control(ObjectRef.entry(ref));
    return Control.generation(control) == ObjectRef.generation(ref) && Control.isReadable(control);
  }

  /**
   * Ends an announced object whose retirement has begun and which nobody pins. Returns its data and
   * metadata bytes.
   */
  long free(long ref) {
    int entry = ObjectRef.entry(ref);
    long length = userLength(entry);
    ObjectId id = idOf(entry);
    announced.clear(entry);
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
    long offset = entries.offset(entry);
    long length = blockLength(entry);
    retirement.free(ref);
    space.free(offset, length);
    pool.giveBack(entry);
  }

  /** Takes an entry back that owns no block. */
  void reclaimWithoutBlock(long ref) {
    retirement.free(ref);
    pool.giveBack(ObjectRef.entry(ref));
  }

  /** The entries of all objects that count. */
  IntStream announcedEntries() {
    return announced.stream();
  }

  /** Whose budget the object counts against. */
  Account accountOf(int entry) {
    return owners.getOrDefault(entry, everybody);
  }

  /** From now on the object belongs to everybody. */
  void disown(int entry) {
    owners.remove(entry);
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
    return entries.dataLength(entry) + entries.metadataLength(entry);
  }

  long blockLength(int entry) {
    return BlockLength.of(entries.dataLength(entry), entries.metadataLength(entry));
  }
}
