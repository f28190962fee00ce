// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.memory.words.SharedWords;

/**
 * The region slots of one table, and how closing a region stops the peers who use it.
 *
 * <p>The owner alone writes a slot: the fields while it is closed, then the control word, which
 * makes it one generation of a region; on closing the control word again. So whoever finds the same
 * open control word before and after reading the fields has fields that belong together.
 *
 * <p><b>Reads.</b> A peer copies, then looks at the control word once more. The owner closes before
 * it lets the memory be used for something else. So what is copied of anything else is found stale.
 *
 * <p><b>Writes</b> cannot be taken back afterwards. A peer says in its own table which region it is
 * about to write into ({@link #beginWrite}), fences, then looks whether it is open; the owner
 * closes, fences, then looks who writes ({@link #isWriting}) and waits for them. One of the two
 * sees the other: no write touches the memory after the owner has waited. A process writes into one
 * region at a time, so one word is enough.
 *
 * <p>For one thread on each side.
 */
final class RegionSlots {
  private static final Access[] ACCESSES = Access.values();
  private static final int CLOSED = 0;
  private static final int GENERATION_SHIFT = 32;

  private final SharedWords words;

  /** What a peer found in a slot. */
  static final class Found {
    int number;
    long control;
    long file;
    long offset;
    long length;

    /** What it allows. */
    Access access() {
      return ACCESSES[(int) control - 1];
    }
  }

  /** The slots of a whole table. */
  RegionSlots(SharedWords words) {
    this.words = words;
  }

  private static int code(Access access) {
    return switch (access) {
      case LOCAL -> 1;
      case READ -> 2;
      case WRITE -> 3;
    };
  }

  private static long control(int generation, int code) {
    return (long) generation << GENERATION_SHIFT | code;
  }

  /** Owner: makes a closed slot a region. */
  void open(int number, int generation, Access access, long file, long offset, long length) {
    long slot = TableLayout.region(number);
    words.putPlain(slot + TableLayout.REGION_FILE, file);
    words.putPlain(slot + TableLayout.REGION_OFFSET, offset);
    words.putPlain(slot + TableLayout.REGION_BYTES, length);
    words.putRelease(slot, control(generation, code(access)));
  }

  /**
   * Owner: closes it; then come {@link #isWriting} of all peers, then others may use the memory.
   */
  void close(int number, int generation) {
    words.putVolatile(TableLayout.region(number), control(generation, CLOSED));
    words.fullFence();
  }

  /** Peer: reads a slot; false when that generation is not open. */
  boolean find(int number, int generation, Found found) {
    if (!TableLayout.isRegion(number)) {
      return false;
    }
    long slot = TableLayout.region(number);
    long control = words.getAcquire(slot);
    found.number = number;
    found.control = control;
    found.file = words.getAcquire(slot + TableLayout.REGION_FILE);
    found.offset = words.getAcquire(slot + TableLayout.REGION_OFFSET);
    found.length = words.getAcquire(slot + TableLayout.REGION_BYTES);
    int code = (int) control;
    return (int) (control >>> GENERATION_SHIFT) == generation
        && code > CLOSED
        && code <= ACCESSES.length
        && words.getAcquire(slot) == control;
  }

  /** Peer: whether the region has been open all the time since it was found. */
  boolean isStillOpen(Found found) {
    words.fullFence();
    return words.getAcquire(TableLayout.region(found.number)) == found.control;
  }

  /** What a write into a region of a peer is called in the own table; never 0. */
  static long ticket(int number, int generation) {
    return (number + 1L) << GENERATION_SHIFT | Integer.toUnsignedLong(generation);
  }

  /** Own table: a write into that region of a peer begins; look for the region after this. */
  void beginWrite(long ticket) {
    words.putVolatile(TableLayout.WRITING_AT, ticket);
    words.fullFence();
  }

  /** Own table: it is over. */
  void endWrite() {
    words.putRelease(TableLayout.WRITING_AT, 0);
  }

  /** Table of a peer: whether that peer is writing into the region of this ticket. */
  boolean isWriting(long ticket) {
    return words.getAcquire(TableLayout.WRITING_AT) == ticket;
  }
}
