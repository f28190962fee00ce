// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The entries of the table that nobody has: the ones freed last first, as they are still in the
 * caches.
 */
final class EntryPool {
  /** No entry is free. */
  static final int NONE = -1;

  private final int entryCount;
  private final AtomicInteger neverUsed = new AtomicInteger();
  private int[] freed = new int[256];
  private int freedCount;

  EntryPool(int entryCount) {
    this.entryCount = entryCount;
  }

  int take() {
    if (freedCount > 0) {
      return freed[--freedCount];
    }
    int next = neverUsed.getPlain();
    if (next == entryCount) {
      return NONE;
    }
    neverUsed.setOpaque(next + 1);
    return next;
  }

  void giveBack(int entry) {
    if (freedCount == freed.length) {
      freed = Arrays.copyOf(freed, freed.length * 2);
    }
    freed[freedCount++] = entry;
  }

  /** Entries at or beyond this index are untouched. For any thread, which may see it late. */
  int everUsed() {
    return neverUsed.getOpaque();
  }

  int free() {
    return entryCount - neverUsed.getPlain() + freedCount;
  }
}
