// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.Arrays;

/**
 * The objects that were announced and live, in the order in which they were announced: a doubly
 * linked list in arrays, 8 bytes for each entry ever used. No allocation in steady state.
 */
final class Announced {
  /** In {@link #previous}: not in the list. */
  private static final int OUT = -1;

  /** The node before the first and behind the last. Entry e is node e + 1. */
  private static final int ENDS = 0;

  private static final int SMALLEST = 1024;

  private int[] next = {ENDS};
  private int[] previous = {ENDS};
  private int count;

  boolean contains(int entry) {
    return entry + 1 < previous.length && previous[entry + 1] != OUT;
  }

  /** Appends an entry that is not in the list. */
  void add(int entry) {
    int node = entry + 1;
    if (node >= next.length) {
      grow(node);
    }
    int last = previous[ENDS];
    next[last] = node;
    previous[node] = last;
    next[node] = ENDS;
    previous[ENDS] = node;
    count++;
  }

  /** Takes out an entry that is in the list. */
  void remove(int entry) {
    int node = entry + 1;
    next[previous[node]] = next[node];
    previous[next[node]] = previous[node];
    previous[node] = OUT;
    count--;
  }

  int count() {
    return count;
  }

  /** All entries, the one announced first in front. */
  int[] entries() {
    int[] entries = new int[count];
    int node = ENDS;
    for (int i = 0; i < count; i++) {
      node = next[node];
      entries[i] = node - 1;
    }
    return entries;
  }

  private void grow(int node) {
    int from = next.length;
    int length = Math.max(SMALLEST, Integer.highestOneBit(node) << 1);
    next = Arrays.copyOf(next, length);
    previous = Arrays.copyOf(previous, length);
    Arrays.fill(previous, from, length, OUT);
  }
}
