// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.BlockLength;
import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;

/**
 * How a client creates and seals an object without asking the store: in an entry the store granted
 * it and a block of the extent it has on lease.
 *
 * <p>The order of the steps is what lets the store put things right when the client dies between
 * any two of them, knowing only which entries it granted and where the lease's cursor stands: the
 * entry says CREATED and where its block lies before the cursor moves over that block. An entry
 * whose block lies at or beyond the cursor owns nothing yet.
 *
 * <p>One thread at a time creates ({@link #create}); any thread seals. Allocates nothing.
 */
public final class Creation {
  /** The id is taken: the store decides what that means. */
  public static final long DUPLICATE = -1;

  /** The lease has not that much left, or was closed. */
  public static final long NO_SPACE = -2;

  private final Entries entries;
  private final ObjectTable table;
  private final LeaseCursor cursor;
  private final int slot;
  private final int pid;

  /** Creates for the client in slot number {@code slot}. */
  public Creation(Entries entries, ObjectTable table, LeaseCursor cursor, int slot, int pid) {
    this.entries = entries;
    this.table = table;
    this.cursor = cursor;
    this.slot = slot;
    this.pid = pid;
  }

  /**
   * Makes a CREATED object out of the granted EMPTY {@code entry}.
   *
   * @param leaseEnd end of the leased extent in the data area
   * @return offset of its block in the data area, {@link #DUPLICATE} or {@link #NO_SPACE}; then the
   *     entry is EMPTY as before
   */
  public long create(
      int entry,
      long id0,
      long id1,
      int id2,
      long dataLength,
      int metadataLength,
      long leaseEnd,
      long nowMicros) {
    long length = BlockLength.of(dataLength, metadataLength);
    long position = cursor.position();
    if (position == LeaseCursor.CLOSED || length > leaseEnd - position) {
      return NO_SPACE;
    }
    long empty = entries.control(entry);
    entries.id(entry, id0, id1, id2);
    entries.block(entry, position, dataLength, metadataLength);
    entries.created(entry, nowMicros, pid);
    entries.publish(entry, Control.of(Control.CREATED, slot, Control.generation(empty)));
    if (!cursor.advance(position, length)) {
      entries.publish(entry, empty);
      return NO_SPACE;
    }
    return table.insert(entry) == ObjectTable.ABSENT
        ? position
        : giveUp(entry, empty, position, length);
  }

  /**
   * The block goes back before the entry forgets it. If the store closed the lease in between, the
   * entry stays CREATED, out of every chain: {@link #isStranded} tells, and the store frees both
   * when it is told to abort it.
   */
  private long giveUp(int entry, long empty, long position, long length) {
    if (cursor.retreat(position, length)) {
      entries.publish(entry, empty);
    }
    return DUPLICATE;
  }

  /**
   * Whether a failed {@link #create} left the entry with a block that only the store can take back.
   */
  public boolean isStranded(int entry) {
    return Control.state(entries.control(entry)) != Control.EMPTY;
  }

  /**
   * Makes a CREATED object of this slot immutable and visible.
   *
   * @return false when {@code ref} is not an unsealed object of this slot
   */
  public boolean seal(long ref, AccessClock clock, long nowMicros) {
    int entry = ObjectRef.entry(ref);
    int generation = ObjectRef.generation(ref);
    long created = Control.of(Control.CREATED, slot, generation);
    if (entries.control(entry) != created) {
      return false;
    }
    entries.sealedAtMicros(entry, nowMicros);
    clock.touch(entry);
    return entries.compareAndSet(entry, created, Control.withState(created, Control.SEALED));
  }
}
