// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory;

import io.tokamak.memory.layout.HeaderLayout;
import io.tokamak.memory.words.SharedWords;

/**
 * The words of the header by which store and clients tell each other things: whether anybody waits
 * for seals, whether a doorbell is on its way, the access clock, the progress of the reservation.
 * Thread-safe; allocates nothing.
 */
public final class SegmentSignals {
  private final SharedWords words;

  /** The signals of the segment that {@code words} shows. */
  public SegmentSignals(SharedWords words) {
    this.words = words;
  }

  /**
   * For a client that just sealed: whether it has to ring now. Somebody waits, or {@code pressing},
   * and no doorbell is on its way yet. The fence orders the seal before the look at the interest;
   * the store raises the interest, fences, and then looks for the object, so one of the two sees
   * the other.
   */
  public boolean claimDoorbell(boolean pressing) {
    words.fullFence();
    boolean wanted = pressing || words.getVolatile(HeaderLayout.INTEREST) != 0;
    return wanted
        && words.getVolatile(HeaderLayout.DOORBELL) == 0
        && words.getAndSet(HeaderLayout.DOORBELL, 1) == 0;
  }

  /**
   * The store, before it drains the rings: the next seal rings again. A client that did not ring
   * because the doorbell was on its way pushed its seal before it looked; the fences let the store
   * see that seal.
   */
  public void answerDoorbell() {
    words.putVolatile(HeaderLayout.DOORBELL, 0);
    words.fullFence();
  }

  /** The store: whether somebody waits for seals. Look at the table again after raising it. */
  public void interest(boolean interested) {
    words.putVolatile(HeaderLayout.INTEREST, interested ? 1 : 0);
    words.fullFence();
  }

  /** The store's access clock. */
  public long clock() {
    return words.getPlain(HeaderLayout.CLOCK);
  }

  /** Moves the access clock forward; the store only. */
  public void clock(long tick) {
    words.putPlain(HeaderLayout.CLOCK, tick);
  }

  /** Whether several clients were active lately; the store only. */
  public void sharedMode(boolean shared) {
    words.putPlain(HeaderLayout.SHARED_MODE, shared ? 1 : 0);
  }

  /** Bytes of the data area that are reserved. */
  public long reservedBytes() {
    return words.getAcquire(HeaderLayout.RESERVED_BYTES);
  }

  /** Publishes the progress of the reservation; the store only. */
  public void reservedBytes(long bytes) {
    words.putRelease(HeaderLayout.RESERVED_BYTES, bytes);
  }
}
