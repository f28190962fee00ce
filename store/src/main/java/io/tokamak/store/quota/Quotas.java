// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.quota;

import io.tokamak.store.allocation.FreeExtents;
import io.tokamak.store.eviction.ObjectTicks;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.error.QuotaExceededException;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TokamakException;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the capacity between the sessions that asked for a quota and everybody else.
 *
 * <p>A quota is memory set aside. The rules:
 *
 * <ul>
 *   <li>A session sets its quota once. All quotas together take at most {@value #QUOTA_PERCENT} %
 *       of the capacity; the rest is shared by everybody.
 *   <li>What a session with a quota creates counts against its own account, and only its own
 *       objects make room for it, the least recently used first. Nobody else can evict them.
 *   <li>All others share what is not set aside, and only shared objects make room for them. What
 *       they occupied beyond that when a quota was granted is <i>overdue</i>: it goes when the
 *       quota is used.
 *   <li>When the oldest object of a full quota is in use, it is <i>demoted</i>: it counts as shared
 *       from then on and its session may create another. Only into shared memory that is free, for
 *       else one session could push out the objects of all others by pinning its own.
 *   <li>When a session ends, its objects stay and are shared.
 * </ul>
 *
 * <p>Shared bytes are all that is allocated and not charged to a quota: objects, sealed or not, and
 * leases. So the methods that decide take the bytes allocated now. Lengths are block lengths in
 * bytes. Not thread-safe: the store thread owns it.
 */
public final class Quotas {

  /** How much of the capacity all quotas together may take, in percent. */
  public static final int QUOTA_PERCENT = 70;

  private final long capacityBytes;
  private final ObjectTicks ticks;
  private final Account everybody;
  private final List<Account> limited = new ArrayList<>();

  /** No quotas yet: all of {@code capacityBytes} is shared. */
  public Quotas(long capacityBytes, ObjectTicks ticks) {
    this.capacityBytes = capacityBytes;
    this.ticks = ticks;
    this.everybody = Account.everybodys(ticks);
  }

  /** The account of all sessions without a quota and of all objects that outlived their session. */
  public Account everybody() {
    return everybody;
  }

  /**
   * Sets {@code bytes} aside for a session that has spent from {@code current} so far.
   *
   * @return the account it spends from now on
   * @throws InvalidRequestException when it has a quota already or asks for nothing
   * @throws QuotaExceededException when the quotas would take too much of the capacity
   */
  public Account open(Account current, long bytes) {
    requireFirst(current, bytes);
    long mostBytes = mostQuotaBytes() - quotaBytes();
    if (bytes > mostBytes) {
      throw new QuotaExceededException(
          "quota of %d bytes: at most %d can be had (%d %% of the capacity of %d, %d of it given to %d sessions). Ask for less or start the node with more --memory."
              .formatted(
                  bytes, mostBytes, QUOTA_PERCENT, capacityBytes, quotaBytes(), limited.size()));
    }
    Account account = Account.limited(bytes, ticks);
    limited.add(account);
    return account;
  }

  private static void requireFirst(Account current, long bytes) {
    if (current.isLimited()) {
      throw new InvalidRequestException(
          "quota of %d bytes: the session has one of %d bytes already and it cannot be changed. Connect again for another."
              .formatted(bytes, current.limitBytes()));
    }
    if (bytes <= 0) {
      throw new InvalidRequestException(
          "quota of %d bytes: it must be more than 0".formatted(bytes));
    }
  }

  /**
   * The session is over: its quota is free again and its objects are everybody's. Does nothing for
   * everybody's account.
   */
  public void close(Account account) {
    if (limited.remove(account)) {
      account.moveAllTo(everybody);
    }
  }

  /**
   * Refuses what the account can never have, whatever is evicted.
   *
   * @throws QuotaExceededException when {@code length} is more than the quota
   * @throws StoreFullException when it is more than what is shared
   */
  public void requirePossible(Account account, Object what, long length) {
    if (account.isLimited() && length > account.limitBytes()) {
      throw new QuotaExceededException(
          "create %s: asked for %d bytes, the quota of the session is %d. Create smaller objects or connect with a larger quota."
              .formatted(what, length, account.limitBytes()));
    }
    if (!account.isLimited() && length > sharedLimitBytes()) {
      throw new StoreFullException(
          "create %s: asked for %d bytes, the store has %d to share (capacity %d, set aside for quotas %d). Start the node with more --memory."
              .formatted(what, length, sharedLimitBytes(), capacityBytes, quotaBytes()));
    }
  }

  /**
   * How many bytes of the account's own objects must go before it may have {@code length} more:
   * evicted, or, in an account with a limit, demoted when they are in use. 0: it may have them now,
   * if there is a free extent.
   */
  public long excessBytes(Account account, long length, long allocatedBytes) {
    long limit = account.isLimited() ? account.limitBytes() : sharedLimitBytes();
    long used = account.isLimited() ? account.bytes() : sharedBytes(allocatedBytes);
    return Math.max(0, used + length - limit);
  }

  /**
   * How many bytes everybody holds of what is set aside: a session with a quota may have them
   * evicted.
   */
  public long overdueBytes(long allocatedBytes) {
    return Math.max(0, sharedBytes(allocatedBytes) - sharedLimitBytes());
  }

  /**
   * Whether an object of {@code length} bytes can become everybody's without anything being evicted
   * for it.
   */
  public boolean canDemote(long length, long allocatedBytes) {
    return sharedBytes(allocatedBytes) + length <= sharedLimitBytes();
  }

  /**
   * Makes a sealed object of {@code account} everybody's. It enters the order there as used at
   * {@code tick}.
   */
  public void demote(Account account, long objectRef, long length, long tick) {
    account.remove(objectRef, length);
    everybody.admit(objectRef, length, tick);
  }

  /**
   * Why the account cannot have {@code length} bytes now, for a session whose objects are all in
   * use.
   */
  public TokamakException refusal(Account account, Object what, long length) {
    return new QuotaExceededException(
        "create %s: asked for %d bytes; the session uses %d of its quota of %d in %d sealed objects and what it is writing, and nothing of that can go. Release or delete some, or wait longer."
            .formatted(what, length, account.bytes(), account.limitBytes(), account.objectCount()));
  }

  /** Bytes set aside for sessions with a quota. */
  public long quotaBytes() {
    return limited.stream().mapToLong(Account::quotaBytes).sum();
  }

  /** Number of sessions with a quota. */
  public int quotaCount() {
    return limited.size();
  }

  private long mostQuotaBytes() {
    return capacityBytes / 100 * QUOTA_PERCENT + capacityBytes % 100 * QUOTA_PERCENT / 100;
  }

  private long sharedLimitBytes() {
    long shared = FreeExtents.blockLength(capacityBytes);
    for (Account account : limited) {
      shared -= account.limitBytes();
    }
    return shared;
  }

  private long sharedBytes(long allocatedBytes) {
    long shared = allocatedBytes;
    for (Account account : limited) {
      shared -= account.bytes();
    }
    return shared;
  }
}
