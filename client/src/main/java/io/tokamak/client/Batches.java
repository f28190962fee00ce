// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.util.ArrayList;
import java.util.List;

/** Long lists, cut into pieces that fit in frames. */
final class Batches {
  private Batches() {}

  /** Pieces of at most {@code most} items, in order; none of an empty list. */
  static <T> List<List<T>> of(List<T> all, int most) {
    if (!all.isEmpty() && all.size() <= most) {
      return List.of(all);
    }
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += most) {
      batches.add(all.subList(from, Math.min(all.size(), from + most)));
    }
    return batches;
  }
}
