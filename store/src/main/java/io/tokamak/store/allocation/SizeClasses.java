// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

/**
 * Maps a length, counted in granules, to one of {@link #COUNT} size classes.
 *
 * <p>Lengths below 64 granules have a class of their own. Above, each power of two is cut in 32
 * classes of equal width, so that the extents of one class differ by at most 1/32 (3 %). Classes
 * ascend with length: every extent of a higher class is longer than every one of a lower class.
 */
final class SizeClasses {

  private static final int SUBCLASS_BITS = 5;
  private static final int SUBCLASSES = 1 << SUBCLASS_BITS;

  /** Enough for the longest range of 64-byte granules that a long can address. */
  static final int COUNT = (Long.SIZE - 6 - SUBCLASS_BITS) << SUBCLASS_BITS;

  private SizeClasses() {}

  /** The class of a length of {@code granules} (at least 1). Allocates nothing. */
  static int of(long granules) {
    if (granules < SUBCLASSES) {
      return (int) granules;
    }
    int log2 = Long.SIZE - 1 - Long.numberOfLeadingZeros(granules);
    int shift = log2 - SUBCLASS_BITS;
    int subclass = (int) (granules >>> shift) & (SUBCLASSES - 1);
    return ((shift + 1) << SUBCLASS_BITS) + subclass;
  }

  /** The shortest length, in granules, that belongs to {@code sizeClass}. */
  static long shortest(int sizeClass) {
    if (sizeClass < SUBCLASSES) {
      return sizeClass;
    }
    int shift = (sizeClass >>> SUBCLASS_BITS) - 1;
    return (long) (SUBCLASSES + (sizeClass & (SUBCLASSES - 1))) << shift;
  }
}
