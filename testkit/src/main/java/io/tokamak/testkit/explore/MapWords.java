// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.HashMap;
import java.util.Map;

/** Memory as one thread alone sees it: for the set-up and the final checks of a scenario. */
final class MapWords {
  private final Map<Long, Long> values = new HashMap<>();

  long perform(Access access) {
    if (access.shape() == Access.Shape.FENCE) {
      return 0;
    }
    long held = get(access.word());
    if (access.storesOver(held)) {
      put(access.word(), access.storedOver(held));
    }
    return access.resultFrom(held);
  }

  long get(long word) {
    return values.getOrDefault(word, 0L);
  }

  void put(long word, long value) {
    values.put(word, value);
  }
}
