// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * The control word of an entry, the one word that decides what the entry is.
 *
 * <pre>
 * 63                              32 31                      8 7        0
 * +---------------------------------+-------------------------+----------+
 * |           generation            |    creator slot + 1     |  state   |
 * +---------------------------------+-------------------------+----------+
 * </pre>
 *
 * The generation grows each time the entry is freed, so a reference to an earlier life never
 * matches.
 */
public final class Control {
  /** Free: nobody looks at the other fields. */
  public static final int EMPTY = 0;

  /** Memory is handed out and being written by the creator; readers do not see the object. */
  public static final int CREATED = 1;

  /** Immutable and visible. */
  public static final int SEALED = 2;

  /** The store looks for pins right now; the state after is SEALED, DELETING or EMPTY. */
  public static final int EVICTING = 3;

  /** Somebody asked for deletion while it was pinned: still readable, freed at the last release. */
  public static final int DELETING = 4;

  /** The creator slot of an object that the store itself created. */
  public static final int NO_SLOT = -1;

  private static final int STATE_MASK = 0xFF;
  private static final int SLOT_SHIFT = 8;
  private static final int SLOT_MASK = 0xFF_FFFF;
  private static final int GENERATION_SHIFT = 32;

  private Control() {}

  /** Packs a control word; {@code slot} may be {@link #NO_SLOT}. */
  public static long of(int state, int slot, int generation) {
    return ((long) generation << GENERATION_SHIFT) | ((long) (slot + 1) << SLOT_SHIFT) | state;
  }

  /** One of the states above. */
  public static int state(long control) {
    return (int) control & STATE_MASK;
  }

  /** The slot that created the object, or {@link #NO_SLOT}. */
  public static int slot(long control) {
    return ((int) control >>> SLOT_SHIFT & SLOT_MASK) - 1;
  }

  /** How often the entry was freed before, modulo 2^32. */
  public static int generation(long control) {
    return (int) (control >>> GENERATION_SHIFT);
  }

  /** The same word in another state. */
  public static long withState(long control, int state) {
    return (control & ~(long) STATE_MASK) | state;
  }

  /** Whether readers may pin and read the object. */
  public static boolean isReadable(long control) {
    int state = state(control);
    return state == SEALED || state == DELETING;
  }

  /** The control word of the entry's next life. */
  public static long freed(long control) {
    return of(EMPTY, NO_SLOT, generation(control) + 1);
  }
}
