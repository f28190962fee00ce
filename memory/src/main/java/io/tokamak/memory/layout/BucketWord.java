// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.layout;

/**
 * The head of a bucket's chain with a version that every insert and unlink raises. The version
 * keeps a compare-and-set from taking a changed chain for an unchanged one (ABA) and tells a reader
 * that a miss may be stale.
 *
 * <pre>
 * 63                              32 31                               0
 * +---------------------------------+---------------------------------+
 * |             version             |   head: entry index + 1, 0 none |
 * +---------------------------------+---------------------------------+
 * </pre>
 */
public final class BucketWord {
  /** Bytes of one bucket. */
  public static final int LENGTH = 8;

  private BucketWord() {}

  /** Head link: entry index + 1, or 0 for an empty chain. */
  public static int head(long word) {
    return (int) word;
  }

  /** The next version of {@code word} with another head link. */
  public static long next(long word, int headLink) {
    return (((word >>> 32) + 1) << 32) | Integer.toUnsignedLong(headLink);
  }
}
