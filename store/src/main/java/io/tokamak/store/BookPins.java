// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Pins that the store keeps for a client that cannot write pins itself: read-only ones, and those
 * that used all theirs.
 */
final class BookPins {
  private final Map<Long, Integer> uses = new HashMap<>();

  void add(long ref) {
    uses.merge(ref, 1, Integer::sum);
  }

  /** Gives one use up; false when there is none. */
  boolean remove(long ref) {
    Integer count = uses.get(ref);
    if (count == null) {
      return false;
    }
    if (count == 1) {
      uses.remove(ref);
    } else {
      uses.put(ref, count - 1);
    }
    return true;
  }

  /** Each pinned reference, as often as it is in use. */
  void forEach(LongConsumer visitor) {
    uses.forEach((ref, count) -> repeat(ref, count, visitor));
  }

  private static void repeat(long ref, int count, LongConsumer visitor) {
    for (int use = 0; use < count; use++) {
      visitor.accept(ref);
    }
  }

  void clear() {
    uses.clear();
  }
}
