// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * One life of one entry in a word: what pins and rings hold.
 *
 * <pre>
 * 63                              32 31                               0
 * +---------------------------------+---------------------------------+
 * |         entry index + 1         |           generation            |
 * +---------------------------------+---------------------------------+
 * </pre>
 */
public final class ObjectRef {
  /** No object. */
  public static final long NONE = 0;

  private ObjectRef() {}

  /** The reference to life {@code generation} of entry {@code entry}. */
  public static long of(int entry, int generation) {
    return (entry + 1L) << 32 | Integer.toUnsignedLong(generation);
  }

  /** The entry index. */
  public static int entry(long ref) {
    return (int) (ref >>> 32) - 1;
  }

  /** The generation. */
  public static int generation(long ref) {
    return (int) ref;
  }
}
