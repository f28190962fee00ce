// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import org.jspecify.annotations.Nullable;

/**
 * A state of the whole scenario. {@code lastThread} (-1 at the start) made the last step; {@code
 * race} is what that step did wrong, if anything.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; made once per step
record Position(MemoryState memory, Point[] points, int lastThread, @Nullable String race) {

  boolean allEnded() {
    for (Point point : points) {
      if (!point.ended()) {
        return false;
      }
    }
    return true;
  }

  int deepest() {
    int deepest = 0;
    for (Point point : points) {
      deepest = Math.max(deepest, point.depth);
    }
    return deepest;
  }
}
