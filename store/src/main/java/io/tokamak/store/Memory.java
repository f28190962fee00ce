// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.store.quota.Account;
import io.tokamak.store.quota.Quotas;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TokamakException;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds room for a block. First the account must be allowed that much: what exceeds its budget is
 * evicted from its own objects, the least recently used first. Then a free extent must be long
 * enough: leases that clients do not use are taken back, and more is evicted. Nothing is evicted
 * for want of an extent while the segment still grows: that memory is on its way.
 */
final class Memory {
  private final Space space;
  private final Leases leases;
  private final Evictor evictor;
  private final Quotas quotas;
  private final Demotion demotion;
  private final Supplier<List<String>> holders;
  private final int evictionPercent;

  Memory(
      Space space,
      Leases leases,
      Evictor evictor,
      Quotas quotas,
      Demotion demotion,
      Supplier<List<String>> holders,
      int evictionPercent) {
    this.space = space;
    this.leases = leases;
    this.evictor = evictor;
    this.quotas = quotas;
    this.demotion = demotion;
    this.holders = holders;
    this.evictionPercent = evictionPercent;
  }

  /**
   * A block for an object of {@code account}.
   *
   * @return its offset in the data area, or {@link Space#NONE}
   */
  long allocate(Account account, long length) {
    if (excess(account, length) > 0 && !makeBudget(account, length)) {
      return Space.NONE;
    }
    long offset = space.allocate(length);
    if (offset == Space.NONE && leases.takeBackAll() > 0) {
      offset = space.allocate(length);
    }
    return offset == Space.NONE && !space.isGrowing()
        ? allocateByEviction(account, length)
        : offset;
  }

  private long excess(Account account, long length) {
    return quotas.excessBytes(account, length, space.allocatedBytes());
  }

  private boolean makeBudget(Account account, long length) {
    if (!account.isLimited()) {
      leases.takeBackAll();
    }
    for (long excess = excess(account, length); excess > 0; excess = excess(account, length)) {
      boolean progress = evict(account, step(account, excess)) || demotion.demoteOldest(account);
      if (!progress) {
        return false;
      }
    }
    return true;
  }

  /** Everybody's objects go many at a time, those of a quota one by one. */
  private long step(Account account, long bytes) {
    return account.isLimited()
        ? bytes
        : Math.max(bytes, space.capacityBytes() / 100 * evictionPercent);
  }

  private long allocateByEviction(Account account, long length) {
    long offset = Space.NONE;
    while (offset == Space.NONE && evictForExtent(account, length)) {
      offset = space.allocate(length);
    }
    return offset;
  }

  private boolean evictForExtent(Account account, long length) {
    long overdue = account.isLimited() ? quotas.overdueBytes(space.allocatedBytes()) : 0;
    return (overdue > 0 && evict(quotas.everybody(), Math.min(overdue, length)))
        || evict(account, step(account, length));
  }

  private boolean evict(Account account, long bytes) {
    return evictor.evict(account, bytes, Evictor.Measure.BLOCK_BYTES).objects() > 0;
  }

  /**
   * Makes entries of the table free when they are what is missing, everybody's first. Returns
   * whether any became free.
   */
  boolean freeEntries(Account account) {
    return freeEntriesOf(quotas.everybody()) || (account.isLimited() && freeEntriesOf(account));
  }

  private boolean freeEntriesOf(Account account) {
    long share = Math.max(1, (long) account.objectCount() * evictionPercent / 100);
    return evictor.evict(account, share, Evictor.Measure.OBJECTS).objects() > 0;
  }

  /** Refuses what can never fit. */
  void requirePossible(Account account, Object what, long length) {
    if (length > space.longestBlock()) {
      throw new StoreFullException(
          "create %s: asked for %d bytes, the whole store has %d. Start the node with more --memory."
              .formatted(what, length, space.capacityBytes()));
    }
    quotas.requirePossible(account, what, length);
  }

  /** Why a block of this length cannot be had now. */
  TokamakException refusal(Account account, Object what, long length) {
    if (account.isLimited() && excess(account, length) > 0) {
      return quotas.refusal(account, what, length);
    }
    return new StoreFullException(
        "create %s: asked for %d bytes; free %d, largest free extent %d, in objects %d%s. %s"
            .formatted(
                what,
                length,
                space.freeBytes(),
                space.largestFreeExtent(),
                quotas.everybody().bytes(),
                reservation(),
                advice(holders.get())));
  }

  private String reservation() {
    return space.reservedBytes() >= space.longestBlock()
        ? ""
        : ", only %d of %d bytes are reserved yet%s"
            .formatted(space.reservedBytes(), space.longestBlock(), trouble());
  }

  private String trouble() {
    return space.trouble().isEmpty() ? "" : " (" + space.trouble() + ")";
  }

  private static String advice(List<String> holders) {
    return holders.isEmpty()
        ? "No client holds any: what is left is pinned by users, or not sealed yet. Unpin or delete"
            + " some."
        : "Objects in use cannot be evicted: they are held by "
            + String.join("; ", holders)
            + ". Release or delete some, or wait longer.";
  }
}
