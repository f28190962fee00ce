// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.LeaseCursor;
import io.tokamak.store.quota.Quotas;
import io.tokamak.wire.message.LeaseReply;

/**
 * What clients create small objects out of without asking: an extent of the data area and empty
 * entries. Memory that a client does not use is taken back the moment somebody else needs it, so
 * leases cost no capacity. Entries stay with their client, which may be writing one at any moment;
 * all clients together get a part of the table, and the fewer are left the fewer at a time.
 */
final class Leases {
  /**
   * A lease is at most this long, and as a rule a 32nd of what is free. Longer ones save few calls
   * and spread a client's puts over more memory than caches hold: with 32 MiB a put of 1 MiB took
   * twice the time of a copy, with 16 MiB 1.18, with 8 MiB 1.08 times.
   */
  static final long LONGEST = 8L << 20;

  private static final int FREE_SHARE = 32;
  private static final int MOST_ENTRIES = 256;
  private static final int MOST_HELD_SHARE = 8;

  /** So many clients can ask one after the other before what is left gets scarce. */
  private static final int FEW = 8;

  private final Space space;
  private final Quotas quotas;
  private final EntryPool pool;
  private final int entryCount;
  private final Sessions sessions;
  private final StoreCounters counters;

  Leases(Space space, Quotas quotas, EntryPool pool, Sessions sessions, StoreCounters counters) {
    this.space = space;
    this.quotas = quotas;
    this.pool = pool;
    this.entryCount = pool.free();
    this.sessions = sessions;
    this.counters = counters;
  }

  /**
   * Replaces the session's lease.
   *
   * @param wantBytes block length of the object that is waiting for it
   * @param wantEntries entries the client would like to hold in addition to those it holds
   */
  LeaseReply grant(Session session, long wantBytes, int wantEntries) {
    takeBack(session);
    ClientSlot slot = session.slot();
    if (slot == null || session.account().isLimited()) {
      return LeaseReply.NONE;
    }
    long length = grantable(session, Math.max(1, wantBytes));
    long offset = length == 0 ? Space.NONE : space.allocate(length);
    if (offset == Space.NONE) {
      return LeaseReply.NONE;
    }
    slot.lease().open(offset);
    session.leased(offset, offset + length);
    counters.add(StoreCounter.LEASES, 1);
    return new LeaseReply(offset, length, entries(session, wantEntries));
  }

  /** 0 when the store has no such extent, or when it is set aside for others. */
  private long grantable(Session session, long wantBytes) {
    long share = Math.min(LONGEST, Math.max(wantBytes, space.freeBytes() / FREE_SHARE));
    long length = Math.min(share & -BlockLength.GRANULE, space.largestFreeExtent());
    return length < wantBytes
            || quotas.excessBytes(session.account(), length, space.allocatedBytes()) > 0
        ? 0
        : length;
  }

  private int[] entries(Session session, int wanted) {
    int[] entries = new int[Math.min(Math.min(wanted, MOST_ENTRIES), grantableEntries())];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = pool.take();
      session.held().add(entries[i]);
    }
    return entries;
  }

  private int grantableEntries() {
    int unheld = Math.max(0, entryCount / MOST_HELD_SHARE - sessions.heldEntries());
    return Math.min(Math.ceilDiv(unheld, FEW), pool.free() / FREE_SHARE);
  }

  /**
   * Ends the session's lease and frees what is left of it. Returns the bytes that came back. The
   * client writes the cursor: where it is nonsense, nothing comes back before the session ends.
   */
  long takeBack(Session session) {
    ClientSlot slot = session.slot();
    if (slot == null) {
      return 0;
    }
    long position = slot.lease().close();
    if (position == LeaseCursor.CLOSED) {
      return 0;
    }
    return session.leaseContains(position)
        ? session.leasehold().cut(position, session.leaseEnd(), space::free)
        : 0;
  }

  /** Frees what the session has not given back and no object of it owns; it must have ended. */
  void takeBackRest(Session session) {
    session.leasehold().cut(0, Long.MAX_VALUE, space::free);
  }

  private static long unused(Session session, long position) {
    return session.leaseContains(position) ? session.leaseEnd() - position : 0;
  }

  /** Takes all leases back. Returns the bytes that came back. */
  long takeBackAll() {
    long bytes = 0;
    for (Session session : sessions.all()) {
      bytes += revoke(session);
    }
    return bytes;
  }

  private long revoke(Session session) {
    if (session.leasePosition() == LeaseCursor.CLOSED) {
      return 0;
    }
    session.revoke();
    return takeBack(session);
  }

  /** Bytes out on lease that nobody wrote to yet. */
  long unusedBytes() {
    long bytes = 0;
    for (Session session : sessions.all()) {
      bytes += unused(session, session.leasePosition());
    }
    return bytes;
  }
}
