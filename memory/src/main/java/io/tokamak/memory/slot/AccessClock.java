// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.layout.SlotLayout;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.words.SharedWords;

/**
 * Gives accesses an order for LRU without a shared counter: a logical clock (Lamport, 1978). Each
 * client counts on from the newest of its own last tick and the store's clock; the store moves its
 * clock to the newest tick it sees, at each request and at each housekeeping. Exact while one
 * client works alone, to within a housekeeping period otherwise.
 *
 * <p>In shared mode (several clients active) an entry touched since the clock last moved is not
 * written again: readers of one hot object would otherwise pass its cache line around. Allocates
 * nothing; races between threads of one client lose at worst a tick.
 */
public final class AccessClock {
  private final SharedWords words;
  private final Entries entries;
  private final long lastTick;

  /** The clock of the client whose slot is at {@code slotOffset}. */
  public AccessClock(SharedWords words, Entries entries, long slotOffset) {
    this.words = words;
    this.entries = entries;
    this.lastTick = slotOffset + SlotLayout.LAST_TICK;
  }

  /** Notes an access to the entry. */
  public void touch(int entry) {
    long clock = words.getPlain(HeaderLayout.CLOCK);
    boolean touchedLately = entries.accessTick(entry) > clock;
    if (touchedLately && words.getPlain(HeaderLayout.SHARED_MODE) != 0) {
      return;
    }
    long tick = Math.max(words.getPlain(lastTick), clock) + 1;
    words.putPlain(lastTick, tick);
    entries.accessTick(entry, tick);
  }

  /** The newest tick this client gave; for the store. */
  public long lastTick() {
    return words.getPlain(lastTick);
  }
}
