// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/** A set of fingerprints, open addressing over one array; all-zero stands for an empty place. */
final class FingerprintSet {
  private long[] table = new long[2 << 12];
  private int size;

  /** Adds a fingerprint; false when it was there already. */
  boolean add(Fingerprint print) {
    if (size * 4L > table.length) {
      grow();
    }
    boolean added = insert(table, print.high(), print.low() | 1);
    if (added) {
      size++;
    }
    return added;
  }

  int size() {
    return size;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (int i = 0; i < table.length; i += 2) {
      if (table[i + 1] != 0) {
        insert(larger, table[i], table[i + 1]);
      }
    }
    table = larger;
  }

  private static boolean insert(long[] table, long high, long low) {
    int mask = table.length - 2;
    int at = (int) (high << 1) & mask;
    while (table[at + 1] != 0) {
      if (table[at] == high && table[at + 1] == low) {
        return false;
      }
      at = (at + 2) & mask;
    }
    table[at] = high;
    table[at + 1] = low;
    return true;
  }
}
