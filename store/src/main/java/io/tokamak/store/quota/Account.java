// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import io.tokamak.store.allocation.FreeExtents;
import io.tokamak.store.eviction.LruOrder;
import io.tokamak.store.eviction.ObjectTicks;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * A budget and the sealed objects that count against it, the least recently used first. One account
 * is everybody's; each session with a quota has one of its own.
 *
 * <p>A sealed object is in one account, whether or not it waits in its order: one that was polled
 * stays counted until it is removed. Lengths are block lengths in bytes, as the allocator counts
 * them. In an account with a limit unsealed objects count too, from {@link #reserve} on. Not
 * thread-safe: the store thread owns it.
 */
public final class Account {

  private static final long UNLIMITED = -FreeExtents.GRANULE_LENGTH & Long.MAX_VALUE;

  private final long quotaBytes;
  private final long limitBytes;
  private final LruOrder order;

  /** Entries whose object waits in the order, so that none is added twice. */
  private final BitSet waiting = new BitSet();

  /** Length of each unsealed object; only with a limit. */
  private final Map<Long, Long> unsealed = new HashMap<>();

  private long bytes;
  private int objectCount;

  private Account(long quotaBytes, ObjectTicks ticks) {
    this.quotaBytes = quotaBytes;
    this.limitBytes = FreeExtents.blockLength(quotaBytes);
    this.order = new LruOrder(ticks);
  }

  static Account everybodys(ObjectTicks ticks) {
    return new Account(UNLIMITED, ticks);
  }

  static Account limited(long quotaBytes, ObjectTicks ticks) {
    return new Account(quotaBytes, ticks);
  }

  /** Whether this is the account of a session with a quota. */
  public boolean isLimited() {
    return limitBytes != UNLIMITED;
  }

  /** The quota as it was asked for. */
  public long quotaBytes() {
    return quotaBytes;
  }

  /** The quota in whole granules: the most bytes that may count against this account. */
  public long limitBytes() {
    return limitBytes;
  }

  /**
   * Bytes that count against this account now; may exceed the limit only by what came in sealed.
   */
  public long bytes() {
    return bytes;
  }

  /** Number of sealed objects of this account, pinned ones included. */
  public int objectCount() {
    return objectCount;
  }

  /** Counts an object that was created and is being written. Nothing without a limit. */
  public void reserve(long objectRef, long length) {
    if (isLimited() && unsealed.putIfAbsent(objectRef, length) == null) {
      bytes += length;
    }
  }

  /**
   * Takes back {@link #reserve} for an object that will not be sealed. Nothing when it was not
   * counted.
   */
  public void cancel(long objectRef) {
    bytes -= takeReserved(objectRef);
  }

  /** Takes in a sealed object that was last used at {@code tick}; what was reserved for it ends. */
  public void admit(long objectRef, long length, long tick) {
    bytes += length - takeReserved(objectRef);
    objectCount++;
    requeue(objectRef, tick);
  }

  /** The object is gone or belongs to another account now. Call it while the object still lives. */
  public void remove(long objectRef, long length) {
    waiting.clear(entry(objectRef));
    bytes -= length;
    objectCount--;
  }

  /**
   * Takes the least recently used object out of the order, {@link LruOrder#NONE} when none waits
   * there. It still counts: follow with {@link #remove} or {@link #requeue}.
   */
  public long pollOldest() {
    long ref = order.pollOldest();
    if (ref != LruOrder.NONE) {
      waiting.clear(entry(ref));
    }
    return ref;
  }

  /**
   * Lets an object wait in the order as last used at {@code tick}. Nothing when it waits already.
   */
  public void requeue(long objectRef, long tick) {
    int entry = entry(objectRef);
    if (!waiting.get(entry)) {
      waiting.set(entry);
      order.add(objectRef, tick);
    }
  }

  /** Makes all sealed objects those of {@code heir}. */
  void moveAllTo(Account heir) {
    order.drainTo(heir::requeue);
    unsealed.values().forEach(length -> bytes -= length);
    heir.bytes += bytes;
    heir.objectCount += objectCount;
    waiting.clear();
    unsealed.clear();
    bytes = 0;
    objectCount = 0;
  }

  /** The upper half of a reference is one number for each entry. */
  private static int entry(long objectRef) {
    return (int) (objectRef >>> Integer.SIZE);
  }

  private long takeReserved(long objectRef) {
    Long length = isLimited() ? unsealed.remove(objectRef) : null;
    return length == null ? 0 : length;
  }
}
