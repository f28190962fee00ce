// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.allocation;

import java.util.Arrays;

/**
 * The free extents in order of address: the neighbours of any offset, which is what coalescing and
 * the detection of a double free need.
 *
 * <p>A treap (a search tree by start that is a heap by a pseudo-random priority, so that its
 * expected depth is logarithmic whatever the history) over primitive arrays, with a list threaded
 * through it. An extent that grows or shrinks without passing a neighbour keeps its place:
 * splitting an extent or joining a block to it does not touch the tree at all. The last extent
 * found is remembered, so that runs of neighbouring frees cost no search.
 *
 * <p>A <i>link</i> is an index into {@link #child}: {@code 2 * extent} for the left child, one more
 * for the right one; link 0 holds the root, as there is no extent 0. Not thread-safe; allocates
 * only to hold more extents than ever before.
 */
final class AddressOrder {

  private static final int NONE = Extents.NONE;
  private static final int ROOT = 0;

  private final Extents extents;
  private int[] child = new int[128];
  private int[] next = new int[64];
  private int[] previous = new int[64];
  private int lastFound = NONE;

  AddressOrder(Extents extents) {
    this.extents = extents;
  }

  /** The last extent that starts at or before {@code offset}, or {@link Extents#NONE}. */
  int floor(long offset) {
    if (!isFloor(lastFound, offset)) {
      lastFound = search(offset);
    }
    return lastFound;
  }

  /** The extent behind {@code extent}; behind {@link Extents#NONE}: the first of all. */
  int next(int extent) {
    return next[extent];
  }

  /** Inserts {@code extent} just behind {@code before}, which is its {@link #floor}. */
  void insert(int extent, int before) {
    ensureRoom(extent);
    int after = next[before];
    next[before] = extent;
    previous[extent] = before;
    next[extent] = after;
    previous[after] = extent;
    attach(extent);
    lastFound = extent;
  }

  /** Removes {@code extent}, whose start must still be the one it is ordered by. */
  void remove(int extent) {
    int before = previous[extent];
    int after = next[extent];
    next[before] = after;
    previous[after] = before;
    detach(extent);
    lastFound = before;
  }

  private boolean isFloor(int extent, long offset) {
    int after = next[extent];
    return (extent == NONE || extents.start(extent) <= offset)
        && (after == NONE || extents.start(after) > offset);
  }

  private int search(long offset) {
    int found = NONE;
    int extent = child[ROOT];
    while (extent != NONE) {
      if (extents.start(extent) <= offset) {
        found = extent;
        extent = child[right(extent)];
      } else {
        extent = child[left(extent)];
      }
    }
    return found;
  }

  private void attach(int extent) {
    long start = extents.start(extent);
    int link = ROOT;
    while (child[link] != NONE && priority(child[link]) > priority(extent)) {
      link = towards(start, child[link]);
    }
    int subtree = child[link];
    child[link] = extent;
    split(subtree, start, left(extent), right(extent));
  }

  private void split(int subtree, long start, int lowerLink, int higherLink) {
    int lower = lowerLink;
    int higher = higherLink;
    int rest = subtree;
    while (rest != NONE) {
      if (extents.start(rest) < start) {
        child[lower] = rest;
        lower = right(rest);
        rest = child[lower];
      } else {
        child[higher] = rest;
        higher = left(rest);
        rest = child[higher];
      }
    }
    child[lower] = NONE;
    child[higher] = NONE;
  }

  private void detach(int extent) {
    long start = extents.start(extent);
    int link = ROOT;
    while (child[link] != extent) {
      link = towards(start, child[link]);
    }
    merge(child[left(extent)], child[right(extent)], link);
  }

  private void merge(int lowerTree, int higherTree, int targetLink) {
    int lower = lowerTree;
    int higher = higherTree;
    int link = targetLink;
    while (lower != NONE && higher != NONE) {
      if (priority(lower) > priority(higher)) {
        child[link] = lower;
        link = right(lower);
        lower = child[link];
      } else {
        child[link] = higher;
        link = left(higher);
        higher = child[link];
      }
    }
    child[link] = lower == NONE ? higher : lower;
  }

  private int towards(long start, int extent) {
    return start < extents.start(extent) ? left(extent) : right(extent);
  }

  private static int left(int extent) {
    return 2 * extent;
  }

  private static int right(int extent) {
    return 2 * extent + 1;
  }

  /** Mixes the bits of the number, one to one: no two extents have the same priority. */
  private static int priority(int extent) {
    int mixed = extent * 0x9E3779B1;
    mixed = (mixed ^ (mixed >>> 15)) * 0x85EBCA77;
    return mixed ^ (mixed >>> 13);
  }

  private void ensureRoom(int extent) {
    if (extent >= next.length) {
      next = Arrays.copyOf(next, 2 * next.length);
      previous = Arrays.copyOf(previous, next.length);
      child = Arrays.copyOf(child, 2 * next.length);
    }
  }
}
