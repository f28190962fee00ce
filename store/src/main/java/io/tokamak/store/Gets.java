// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.message.GetReply;
import io.tokamak.wire.message.ObjectLocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gets that come by message: they wait for objects that are not there yet, and they pin for clients
 * that cannot pin themselves. An object is pinned the moment it is found, so it cannot be evicted
 * while the get waits for the others.
 */
final class Gets implements ObjectListener {
  /** One object found and pinned. */
  private record Found(long ref, int pinIndex) {}

  private static final int ON_THE_BOOKS = ObjectLocation.PINNED_BY_STORE;

  /** Bounds of what one connection waits for. */
  private static final int MOST_WAITS_PER_OWNER = 16_384;

  private static final int MOST_IDS_PER_OWNER = 1 << 17;

  private static final int PIN_HINT = 32;

  /** One get that waits. */
  private static final class Wait {
    final Session session;
    final Object owner;
    final List<ObjectId> ids;
    final @Nullable Found[] found;
    final Completion<GetReply> done;

    /** Where in the request each missing id stands; an id may stand there more than once. */
    final Map<ObjectId, List<Integer>> positions = new HashMap<>();

    int missing;
    boolean enlisted;
    Deadlines.@Nullable Timer timer;

    Wait(Session session, Object owner, List<ObjectId> ids, Completion<GetReply> done) {
      this.session = session;
      this.owner = owner;
      this.ids = ids;
      this.found = new @Nullable Found[ids.size()];
      this.missing = ids.size();
      this.done = done;
    }
  }

  /** What one connection or one session waits for; either's end ends the wait. */
  private static final class Waits {
    final Set<Wait> all = new LinkedHashSet<>();
    int ids;

    void add(Wait wait) {
      ids += all.add(wait) ? wait.ids.size() : 0;
    }

    @Nullable Waits without(Wait wait) {
      ids -= all.remove(wait) ? wait.ids.size() : 0;
      return all.isEmpty() ? null : this;
    }
  }

  private final Entries entries;
  private final Blocks blocks;
  private final Lookup lookup;
  private final Interest interest;
  private final Deadlines deadlines;
  private final StoreClock clock;
  private final StoreCounters counters;
  private final Map<ObjectId, Set<Wait>> waitsById = new HashMap<>();
  private final Map<Object, Waits> waitsByOwner = new HashMap<>();

  Gets(
      Entries entries,
      Blocks blocks,
      Lookup lookup,
      Interest interest,
      Deadlines deadlines,
      StoreClock clock,
      StoreCounters counters) {
    this.entries = entries;
    this.blocks = blocks;
    this.lookup = lookup;
    this.interest = interest;
    this.deadlines = deadlines;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Finds and pins the objects, waiting for the missing ones.
   *
   * @param timeoutMs 0: answer at once; negative: no deadline
   */
  void get(
      Session session,
      Object owner,
      long timeoutMs,
      List<ObjectId> ids,
      Completion<GetReply> done) {
    counters.add(StoreCounter.GETS, 1);
    Wait wait = new Wait(session, owner, ids, done);
    find(wait);
    if (wait.missing == 0 || timeoutMs == 0) {
      done.complete(reply(wait));
      return;
    }
    requireFewWaits(wait);
    enlist(wait, timeoutMs);
    findAgain(wait);
    finishIfComplete(wait);
  }

  /** Whoever sealed an object before the interest was raised did not ring. */
  private void findAgain(Wait wait) {
    for (ObjectId id : List.copyOf(wait.positions.keySet())) {
      long ref = lookup.findReadable(id);
      if (ref != ObjectRef.NONE) {
        waitsById.computeIfPresent(id, (key, waits) -> without(waits, wait));
        found(wait, id, ref);
      }
    }
  }

  private void find(Wait wait) {
    for (int i = 0; i < wait.found.length; i++) {
      long ref = lookup.findReadable(wait.ids.get(i));
      if (ref != ObjectRef.NONE) {
        fill(wait, i, ref);
      }
    }
  }

  /** An object that is there now. */
  private static void found(Wait wait, ObjectId id, long ref) {
    List<Integer> positions = wait.positions.remove(id);
    if (positions != null) {
      positions.forEach(position -> fill(wait, position, ref));
    }
  }

  private static void fill(Wait wait, int i, long ref) {
    wait.found[i] = pin(wait.session, ref);
    wait.missing--;
  }

  /**
   * The store retires objects itself, in this thread, so a readable object can always be pinned.
   */
  private static Found pin(Session session, long ref) {
    Pinning pinning = session.pinning();
    int index = pinning == null ? Pinning.FULL : pinning.pin(ref, PIN_HINT);
    if (index >= 0) {
      return new Found(ref, index);
    }
    session.bookPins().add(ref);
    return new Found(ref, ON_THE_BOOKS);
  }

  private GetReply reply(Wait wait) {
    List<ObjectLocation> locations = new ArrayList<>(wait.found.length);
    for (Found found : wait.found) {
      locations.add(found == null ? ObjectLocation.ABSENT : location(found));
    }
    return new GetReply(locations);
  }

  private ObjectLocation location(Found found) {
    int entry = ObjectRef.entry(found.ref);
    boolean known = blocks.isKnown(entry);
    return new ObjectLocation(
        true,
        entry,
        ObjectRef.generation(found.ref),
        found.pinIndex,
        known ? blocks.offset(entry) : Math.max(0, entries.offset(entry)),
        known ? blocks.dataLength(entry) : Math.max(0, entries.dataLength(entry)),
        known ? blocks.metadataLength(entry) : Math.max(0, entries.metadataLength(entry)));
  }

  private void requireFewWaits(Wait wait) {
    Waits own = waitsByOwner.get(wait.owner);
    if (own != null
        && (own.all.size() >= MOST_WAITS_PER_OWNER
            || own.ids + wait.ids.size() > MOST_IDS_PER_OWNER)) {
      letGo(wait);
      throw new InvalidRequestException(
          "get that waits: this connection has %d waiting already for %d objects; the most are %d and %d; wait for some of them"
              .formatted(own.all.size(), own.ids, MOST_WAITS_PER_OWNER, MOST_IDS_PER_OWNER));
    }
  }

  private void enlist(Wait wait, long timeoutMs) {
    wait.enlisted = true;
    waitsByOwner.computeIfAbsent(wait.owner, owner -> new Waits()).add(wait);
    waitsByOwner.computeIfAbsent(wait.session, session -> new Waits()).add(wait);
    for (int i = 0; i < wait.found.length; i++) {
      if (wait.found[i] == null) {
        wait.positions.computeIfAbsent(wait.ids.get(i), id -> new ArrayList<>(1)).add(i);
      }
    }
    for (ObjectId id : wait.positions.keySet()) {
      waitsById.computeIfAbsent(id, key -> new LinkedHashSet<>(2)).add(wait);
    }
    if (timeoutMs > 0) {
      wait.timer = deadlines.in(clock.nanoTime(), timeoutMs, () -> timeOut(wait));
    }
    counters.add(StoreCounter.GETS_WAITING, 1);
    interest.raise();
  }

  @Override
  public boolean isListening() {
    return !waitsById.isEmpty();
  }

  @Override
  public void sealed(ObjectId id, long ref) {
    Set<Wait> waits = waitsById.remove(id);
    if (waits == null) {
      return;
    }
    RuntimeException surprise = null;
    for (Wait wait : waits) {
      try {
        tell(wait, id, ref);
      } catch (RuntimeException unexpected) {
        surprise = unexpected;
      }
    }
    if (surprise != null) {
      throw surprise;
    }
  }

  /** What goes wrong with the answer to one is no reason not to tell the others. */
  private void tell(Wait wait, ObjectId id, long ref) {
    if (wait.enlisted) {
      found(wait, id, ref);
      finishIfComplete(wait);
    }
  }

  @Override
  public void gone(ObjectId id) {
    // Who waits for it goes on waiting: it may come again.
  }

  private void finishIfComplete(Wait wait) {
    if (wait.missing == 0 && wait.enlisted) {
      finish(wait);
    }
  }

  private void timeOut(Wait wait) {
    counters.increment(StoreCounter.GETS_TIMED_OUT);
    finish(wait);
  }

  private void finish(Wait wait) {
    strike(wait);
    wait.done.complete(reply(wait));
  }

  private void strike(Wait wait) {
    if (!wait.enlisted) {
      return;
    }
    wait.enlisted = false;
    waitsByOwner.computeIfPresent(wait.owner, (owner, waits) -> waits.without(wait));
    waitsByOwner.computeIfPresent(wait.session, (session, waits) -> waits.without(wait));
    for (ObjectId id : wait.positions.keySet()) {
      waitsById.computeIfPresent(id, (key, waits) -> without(waits, wait));
    }
    deadlines.cancel(wait.timer);
    counters.add(StoreCounter.GETS_WAITING, -1);
    interest.lower();
  }

  private static @Nullable Set<Wait> without(Set<Wait> waits, Wait wait) {
    waits.remove(wait);
    return waits.isEmpty() ? null : waits;
  }

  /**
   * Forgets what this owner, a connection or a session, waits for; it is gone and nobody reads the
   * answers.
   */
  void cancel(Object owner) {
    Waits own = waitsByOwner.get(owner);
    if (own != null) {
      for (Wait wait : List.copyOf(own.all)) {
        strike(wait);
        letGo(wait);
      }
    }
  }

  private static void letGo(Wait wait) {
    for (Found found : wait.found) {
      if (found != null) {
        unpin(wait.session, found);
      }
    }
  }

  private static void unpin(Session session, Found found) {
    Pinning pinning = session.pinning();
    if (found.pinIndex == ON_THE_BOOKS) {
      session.bookPins().remove(found.ref);
    } else if (pinning != null && session.isOpen()) {
      pinning.unpin(found.pinIndex, found.ref);
    }
  }
}
