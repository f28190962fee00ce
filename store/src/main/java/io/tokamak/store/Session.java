// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.slot.ClientSlot;
import io.tokamak.memory.slot.LeaseCursor;
import io.tokamak.memory.slot.Pinning;
import io.tokamak.store.quota.Account;
import org.jspecify.annotations.Nullable;

/**
 * One connected client as the store sees it: its slot, what it was granted, what it pins, whose
 * budget it spends.
 */
public final class Session {
  private final long id;
  private final ClientIdentity identity;
  private final @Nullable ClientSlot slot;
  private final @Nullable Pinning pinning;
  private final Grants.Held held;
  private final BookPins bookPins = new BookPins();
  private Account account;
  private final Leasehold leasehold = new Leasehold();
  private long leaseStart;
  private long leaseEnd;
  private boolean revoked;
  private boolean open = true;

  Session(
      long id,
      ClientIdentity identity,
      @Nullable ClientSlot slot,
      @Nullable Pinning pinning,
      Grants.Held held,
      Account account) {
    this.id = id;
    this.identity = identity;
    this.slot = slot;
    this.pinning = pinning;
    this.held = held;
    this.account = account;
  }

  /** Never 0, never used again. */
  public long id() {
    return id;
  }

  /** Who it is. */
  public ClientIdentity identity() {
    return identity;
  }

  /** Number of the client's slot, -1 when it has none and does everything by message. */
  public int slotIndex() {
    return slot == null ? -1 : slot.index();
  }

  @Nullable ClientSlot slot() {
    return slot;
  }

  @Nullable Pinning pinning() {
    return pinning;
  }

  Grants.Held held() {
    return held;
  }

  BookPins bookPins() {
    return bookPins;
  }

  Account account() {
    return account;
  }

  void account(Account newAccount) {
    account = newAccount;
  }

  boolean isOpen() {
    return open;
  }

  void markClosed() {
    open = false;
  }

  /** Where the lease's cursor stands, {@link LeaseCursor#CLOSED} without a lease. */
  long leasePosition() {
    return slot == null ? LeaseCursor.CLOSED : slot.lease().position();
  }

  long leaseEnd() {
    return leaseEnd;
  }

  Leasehold leasehold() {
    return leasehold;
  }

  /** From now on the session has the lease of these bytes. */
  void leased(long start, long end) {
    leaseStart = start;
    leaseEnd = end;
    leasehold.add(start, end);
  }

  /** Whether a cursor can stand here. */
  boolean leaseContains(long position) {
    return position >= leaseStart && position <= leaseEnd && position % Space.GRANULE == 0;
  }

  /** The store ended the lease without being asked. */
  void revoke() {
    revoked = true;
  }

  /** Whether that happened since the last call. */
  boolean wasRevoked() {
    boolean was = revoked;
    revoked = false;
    return was;
  }

  void forEachPin(PinVisitor visitor) {
    if (slot != null) {
      slot.pins().forEach(ref -> visitor.visit(ref, 1));
    }
    bookPins.forEach(visitor);
  }
}
