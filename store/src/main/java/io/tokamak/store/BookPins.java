// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.HashMap;
import java.util.Map;

/**
 * Pins that the store keeps for a client that cannot write pins itself: read-only ones, and those
 * that used all theirs.
 */
final class BookPins {
  private final Map<Long, Integer> uses = new HashMap<>();

  void add(long ref) {
    uses.merge(ref, 1, Math::addExact);
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

  /** Shows each pinned reference once. */
  void forEach(PinVisitor visitor) {
    uses.forEach(visitor::visit);
  }

  void clear() {
    uses.clear();
  }
}
