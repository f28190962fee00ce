// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.Arrays;

/**
 * The entries that sessions hold but that are not announced yet: granted and unused, being written,
 * or sealed without the store having heard of it. When a session ends this is all there is to look
 * at.
 *
 * <p>An entry is held by one session at most, so one position array serves all. No allocation in
 * steady state.
 */
final class Grants {
  private static final int HELD_BY_NOBODY = -1;

  private int[] positions = new int[0];
  private int total;

  /** Entries that all sessions hold together. */
  int total() {
    return total;
  }

  private int position(int entry) {
    return entry < positions.length ? positions[entry] : HELD_BY_NOBODY;
  }

  private void position(int entry, int position) {
    if (entry >= positions.length) {
      int from = positions.length;
      positions = Arrays.copyOf(positions, Math.max(1024, Integer.highestOneBit(entry) << 1));
      Arrays.fill(positions, from, positions.length, HELD_BY_NOBODY);
    }
    positions[entry] = position;
  }

  /** The entries one session holds. */
  final class Held {
    private int[] entries = new int[16];
    private int count;

    void add(int entry) {
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, count * 2);
      }
      entries[count] = entry;
      position(entry, count++);
      total++;
    }

    boolean contains(int entry) {
      int position = position(entry);
      return position >= 0 && position < count && entries[position] == entry;
    }

    /** Removes the entry; false when this session does not hold it. */
    boolean remove(int entry) {
      if (!contains(entry)) {
        return false;
      }
      int last = entries[--count];
      entries[position(entry)] = last;
      position(last, position(entry));
      position(entry, HELD_BY_NOBODY);
      total--;
      return true;
    }

    int count() {
      return count;
    }

    /** One of the entries held; there must be one. */
    int any() {
      return entries[count - 1];
    }

    /** The entry at {@code index} below {@link #count}; the order changes with each removal. */
    int at(int index) {
      return entries[index];
    }
  }
}
