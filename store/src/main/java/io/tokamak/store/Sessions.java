// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.Segment;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.store.quota.Account;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The open sessions, and which slot belongs to which. Slots freed first are used last, for easier
 * reading of traces.
 */
final class Sessions {
  private final Segment segment;
  private final SegmentMemory memory;
  private final Grants grants = new Grants();
  private final Map<Long, Session> byId = new LinkedHashMap<>();
  private final @Nullable Session[] bySlot;
  private final ArrayDeque<Integer> freeSlots = new ArrayDeque<>();
  private final RandomGenerator ids;
  private int neverUsedSlot;

  Sessions(Segment segment, SegmentMemory memory, RandomGenerator ids) {
    this.segment = segment;
    this.memory = memory;
    this.ids = ids;
    this.bySlot = new @Nullable Session[segment.geometry().slotCount()];
  }

  Session open(ClientIdentity who, Account account) {
    ClientSlot slot = who.readOnly() ? null : takeSlot();
    Pinning pinning =
        slot == null ? null : new Pinning(segment.words(), segment.entries(), slot.pins());
    Session session = new Session(newId(), who, slot, pinning, grants.new Held(), account);
    byId.put(session.id(), session);
    if (slot != null) {
      slot.open(session.id(), who.pid(), who.uid(), who.processStartTime());
      bySlot[slot.index()] = session;
    }
    return session;
  }

  /** Random, so that only who was told a session's id can attach to it. */
  private long newId() {
    long id = ids.nextLong();
    return id == 0 || byId.containsKey(id) ? newId() : id;
  }

  /**
   * A slot whose memory is reserved; null when there is none: the client is served by messages
   * then.
   */
  private @Nullable ClientSlot takeSlot() {
    Integer reused = freeSlots.poll();
    if (reused != null) {
      return segment.slot(reused);
    }
    if (neverUsedSlot == bySlot.length) {
      return null;
    }
    try {
      memory.reserve(segment.geometry().slotOffset(neverUsedSlot), SlotLayout.LENGTH);
    } catch (InsufficientMemoryException full) {
      return null;
    }
    return segment.slot(neverUsedSlot++);
  }

  /** Forgets the session and frees its slot; what it held must have been recovered before. */
  void remove(Session session) {
    byId.remove(session.id());
    ClientSlot slot = session.slot();
    if (slot != null) {
      slot.wipe();
      bySlot[slot.index()] = null;
      freeSlots.add(slot.index());
    }
  }

  @Nullable Session byId(long id) {
    return byId.get(id);
  }

  /** Whose slot it is now. */
  @Nullable Session bySlot(int slot) {
    return slot >= 0 && slot < bySlot.length ? bySlot[slot] : null;
  }

  /** Entries that are not announced objects: granted in advance, or of objects being made. */
  int heldEntries() {
    return grants.total();
  }

  Collection<Session> all() {
    return byId.values();
  }
}
