// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.words.SharedWords;

/**
 * The next free byte of the extent a client has on lease. The client moves it forward to allocate;
 * the store closes it to take back what is left, at any time and without asking: whoever's
 * compare-and-set comes first wins.
 *
 * <p>Offsets are bytes of the data area. Thread-safe; allocates nothing.
 */
public final class LeaseCursor {
  /** No lease. */
  public static final long CLOSED = -1;

  private final SharedWords words;
  private final long cursor;

  /** The cursor of the slot at {@code slotOffset}. */
  public LeaseCursor(SharedWords words, long slotOffset) {
    this.words = words;
    this.cursor = slotOffset + SlotLayout.LEASE_CURSOR;
  }

  /** Where the next block would start, or {@link #CLOSED}. */
  public long position() {
    return words.getVolatile(cursor);
  }

  /**
   * Takes {@code length} bytes at {@code position}; false when the lease moved or was closed
   * meanwhile.
   */
  public boolean advance(long position, long length) {
    return words.compareAndSet(cursor, position, position + length);
  }

  /**
   * Gives the newest block back; false when the lease was closed meanwhile, then the store has to
   * be told.
   */
  public boolean retreat(long position, long length) {
    return words.compareAndSet(cursor, position + length, position);
  }

  /** Starts a lease at {@code offset}; the store only. */
  public void open(long offset) {
    words.putVolatile(cursor, offset);
  }

  /** Ends the lease; the store only. Returns the position it had reached, or {@link #CLOSED}. */
  public long close() {
    return words.getAndSet(cursor, CLOSED);
  }
}
