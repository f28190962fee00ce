// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer;

/**
 * The first word of an entry in an object table, as other nodes read it:
 *
 * <pre>
 * 63                              32 31                      8 7        0
 * +---------------------------------+-------------------------+----------+
 * |           generation            |     holder's business   |  state   |
 * +---------------------------------+-------------------------+----------+
 * </pre>
 *
 * <p>The generation changes before the memory of the object can be used for another. Whoever has
 * read an object's bytes and then finds the generation unchanged has read the object.
 */
public final class ControlWord {
  /** Bytes from one entry to the next. */
  public static final int ENTRY_LENGTH = 64;

  /** Bytes of the word. */
  public static final int LENGTH = 8;

  /** States up to this one have no readable bytes: free, or still being written. */
  private static final int LAST_UNREADABLE = 1;

  private static final int STATE_MASK = 0xFF;
  private static final int GENERATION_SHIFT = 32;

  private ControlWord() {}

  /** Whether the bytes at a place of this generation were right when the word was read. */
  public static boolean confirms(long word, int generation) {
    return (int) (word >>> GENERATION_SHIFT) == generation && (word & STATE_MASK) > LAST_UNREADABLE;
  }
}
