// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import java.util.Arrays;

/**
 * The free extents by length: one list per size class and two levels of bits that say which lists
 * hold anything.
 *
 * <p>Lists are last in, first out: what was freed last is likely still warm in a cache. Every class
 * carries an upper bound of the lengths in its list, so that asking again and again for more than
 * the class has does not walk the list again and again. Not thread-safe; allocates only to hold
 * more extents than ever before.
 */
final class SizeIndex {

  private static final int NONE = Extents.NONE;

  /** So many extents of the exact class are tried before an extent of a higher class is cut. */
  private static final int SHORT_WALK = 8;

  private final Extents extents;
  private final int[] first = new int[SizeClasses.COUNT];
  private final long[] longestBound = new long[SizeClasses.COUNT];
  private final long[] nonEmpty = new long[(SizeClasses.COUNT + Long.SIZE - 1) / Long.SIZE];
  private long nonEmptyWords;
  private int[] next = new int[64];
  private int[] previous = new int[64];

  SizeIndex(Extents extents) {
    this.extents = extents;
  }

  void add(int extent) {
    ensureRoom(extent);
    long length = extents.length(extent);
    int sizeClass = classOf(length);
    link(extent, sizeClass);
    longestBound[sizeClass] = Math.max(longestBound[sizeClass], length);
  }

  /** Removes {@code extent}, which was listed with {@code listedLength}. */
  void remove(int extent, long listedLength) {
    unlink(extent, classOf(listedLength));
  }

  /** Lists {@code extent} by its present length after it was listed with {@code listedLength}. */
  void relist(int extent, long listedLength) {
    long length = extents.length(extent);
    int sizeClass = classOf(length);
    int listedClass = classOf(listedLength);
    if (sizeClass != listedClass) {
      unlink(extent, listedClass);
      link(extent, sizeClass);
    }
    longestBound[sizeClass] = Math.max(longestBound[sizeClass], length);
  }

  /** An extent of at least {@code length} bytes, or {@link Extents#NONE} when there is none. */
  int find(long length) {
    int exact = classOf(length);
    int extent = walk(exact, length, SHORT_WALK);
    if (extent != NONE) {
      return extent;
    }
    int higher = firstNonEmptyFrom(exact + 1);
    // Only when nothing longer is left must the rest of the exact class be looked at.
    return higher < SizeClasses.COUNT ? first[higher] : walk(exact, length, Integer.MAX_VALUE);
  }

  /** The length in bytes of the longest extent, 0 when there is none. */
  long longest() {
    if (nonEmptyWords == 0) {
      return 0;
    }
    int word = Long.SIZE - 1 - Long.numberOfLeadingZeros(nonEmptyWords);
    int bit = Long.SIZE - 1 - Long.numberOfLeadingZeros(nonEmpty[word]);
    int sizeClass = word * Long.SIZE + bit;
    long longest = longestOf(sizeClass);
    longestBound[sizeClass] = longest;
    return longest;
  }

  private long longestOf(int sizeClass) {
    long longest = 0;
    for (int e = first[sizeClass]; e != NONE && longest < longestBound[sizeClass]; e = next[e]) {
      longest = Math.max(longest, extents.length(e));
    }
    return longest;
  }

  private int walk(int sizeClass, long length, int limit) {
    if (length > longestBound[sizeClass]) {
      return NONE;
    }
    long longest = 0;
    int extent = first[sizeClass];
    for (int steps = 0; extent != NONE && steps < limit; steps++) {
      if (extents.length(extent) >= length) {
        return extent;
      }
      longest = Math.max(longest, extents.length(extent));
      extent = next[extent];
    }
    if (extent == NONE) {
      longestBound[sizeClass] = longest;
    }
    return NONE;
  }

  private int firstNonEmptyFrom(int sizeClass) {
    int word = sizeClass / Long.SIZE;
    if (word >= nonEmpty.length) {
      return SizeClasses.COUNT;
    }
    long bits = nonEmpty[word] & (-1L << sizeClass);
    if (bits == 0) {
      // Shifted twice: a shift by 64 would be a shift by 0.
      long words = nonEmptyWords & (-1L << word << 1);
      if (words == 0) {
        return SizeClasses.COUNT;
      }
      word = Long.numberOfTrailingZeros(words);
      bits = nonEmpty[word];
    }
    return word * Long.SIZE + Long.numberOfTrailingZeros(bits);
  }

  private void link(int extent, int sizeClass) {
    int second = first[sizeClass];
    first[sizeClass] = extent;
    previous[extent] = NONE;
    next[extent] = second;
    if (second == NONE) {
      nonEmpty[sizeClass / Long.SIZE] |= 1L << sizeClass;
      nonEmptyWords |= 1L << (sizeClass / Long.SIZE);
    } else {
      previous[second] = extent;
    }
  }

  private void unlink(int extent, int sizeClass) {
    int before = previous[extent];
    int after = next[extent];
    if (after != NONE) {
      previous[after] = before;
    }
    if (before != NONE) {
      next[before] = after;
      return;
    }
    first[sizeClass] = after;
    if (after == NONE) {
      markEmpty(sizeClass);
    }
  }

  private void markEmpty(int sizeClass) {
    longestBound[sizeClass] = 0;
    int word = sizeClass / Long.SIZE;
    nonEmpty[word] &= ~(1L << sizeClass);
    if (nonEmpty[word] == 0) {
      nonEmptyWords &= ~(1L << word);
    }
  }

  private static int classOf(long length) {
    return SizeClasses.of(length / FreeExtents.GRANULE_LENGTH);
  }

  private void ensureRoom(int extent) {
    if (extent >= next.length) {
      next = Arrays.copyOf(next, 2 * next.length);
      previous = Arrays.copyOf(previous, next.length);
    }
  }
}
