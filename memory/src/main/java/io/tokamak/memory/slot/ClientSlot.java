// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.SegmentGeometry;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;
import org.jspecify.annotations.Nullable;

/**
 * One client's slot with its parts. The store opens and wipes it; the client uses it in between.
 */
public final class ClientSlot {
  private final SharedWords words;
  private final int index;
  private final long offset;
  private final Pins pins;
  private final SealRing ring;
  private final LeaseCursor lease;
  private final AccessClock clock;

  /** Slot number {@code index}. */
  public ClientSlot(SharedWords words, SegmentGeometry geometry, Entries entries, int index) {
    this.words = words;
    this.index = index;
    this.offset = geometry.slotOffset(index);
    this.pins = new Pins(words, offset);
    this.ring = new SealRing(words, offset);
    this.lease = new LeaseCursor(words, offset);
    this.clock = new AccessClock(words, entries, offset);
  }

  /** Gives the empty slot to a client; the store only. */
  public void open(long sessionId, int pid, int uid, long processStartTime) {
    wipe();
    words.putPlain(offset + SlotLayout.OWNER_PID, Integer.toUnsignedLong(pid) | (long) uid << 32);
    words.putPlain(offset + SlotLayout.OWNER_START_TIME, processStartTime);
    words.putVolatile(offset + SlotLayout.SESSION_ID, sessionId);
  }

  /** Takes everything away that the slot's owner left; the store only. */
  public void wipe() {
    words.putVolatile(offset + SlotLayout.SESSION_ID, 0);
    pins.wipe();
    ring.wipe();
    lease.close();
    words.putPlain(offset + SlotLayout.LAST_TICK, 0);
  }

  /**
   * Whose slot it is now, 0 for nobody's. A client compares it with its own to notice that it lost
   * the slot.
   */
  public long sessionId() {
    return words.getVolatile(offset + SlotLayout.SESSION_ID);
  }

  /**
   * Sets a pin aside for one user of the client whose session is {@code sessionId}.
   *
   * @return null when no pin is free
   */
  public @Nullable OwnPin setAside(ObjectTable table, Entries entries, long sessionId, int hint) {
    int reserved = pins.reserve(hint);
    return reserved == Pins.FULL
        ? null
        : new OwnPin(words, table, entries, pins, offset, reserved, sessionId);
  }

  public int index() {
    return index;
  }

  public Pins pins() {
    return pins;
  }

  public SealRing ring() {
    return ring;
  }

  public LeaseCursor lease() {
    return lease;
  }

  public AccessClock clock() {
    return clock;
  }
}
