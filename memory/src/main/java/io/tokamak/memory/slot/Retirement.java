// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.slot;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.memory.table.ObjectTable;
import io.tokamak.memory.words.SharedWords;

/**
 * The store's half of the pin protocol (see {@link Pinning}): how a sealed object's memory becomes
 * free. The caller begins any number of objects, fences once, looks for pins once for all of them,
 * then restores or frees each.
 *
 * <p>The store thread only, and nobody else changes the control word of a readable object: so
 * beginning is a store and no compare-and-set, and the one fence orders all of them before the look
 * at the pins. Allocates nothing.
 */
public final class Retirement {
  private final SharedWords words;
  private final Entries entries;
  private final ObjectTable table;

  /** Retires objects of {@code table}. */
  public Retirement(SharedWords words, Entries entries, ObjectTable table) {
    this.words = words;
    this.entries = entries;
    this.table = table;
  }

  /**
   * Marks the object as EVICTING, which stops new pins.
   *
   * @return the control word to hand to {@link #restore}, or 0 when {@code ref} is not a readable
   *     object any more
   */
  public long begin(long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    boolean current = Control.generation(control) == ObjectRef.generation(ref);
    if (!current || !Control.isReadable(control)) {
      return 0;
    }
    entries.publish(entry, Control.withState(control, Control.EVICTING));
    return control;
  }

  /** Between the begins and the reading of pins: without it a pin may be missed. */
  public void fence() {
    words.fullFence();
  }

  /** Makes a begun object readable again, in the state of {@code control}. */
  public void restore(long ref, long control) {
    entries.publish(ObjectRef.entry(ref), control);
  }

  /**
   * Ends a begun object that nobody pins: out of the index, entry empty, next generation. Its block
   * is the caller's.
   */
  public void free(long ref) {
    int entry = ObjectRef.entry(ref);
    table.unlink(entry);
    entries.publish(entry, Control.freed(entries.control(entry)));
  }
}
