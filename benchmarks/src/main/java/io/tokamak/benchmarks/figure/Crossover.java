// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import java.util.List;
import java.util.OptionalDouble;

/**
 * From which size on one way is faster than another, by their medians: the last size at which it is
 * not, and the next one, with straight lines between them in a doubly logarithmic chart.
 */
final class Crossover {
  private Crossover() {}

  /** In bytes; empty when the second way is faster at all sizes, or slower at the largest. */
  static OptionalDouble of(Measured first, Measured second) {
    List<Integer> sizes = first.sizes().stream().filter(second.sizes()::contains).toList();
    for (int i = sizes.size() - 1; i >= 0; i--) {
      if (advantage(first, second, sizes.get(i)) <= 0) {
        return i == sizes.size() - 1
            ? OptionalDouble.empty()
            : OptionalDouble.of(between(first, second, sizes.get(i), sizes.get(i + 1)));
      }
    }
    return OptionalDouble.empty();
  }

  /** Logarithm of how many times as fast the second is. */
  static double advantage(Measured first, Measured second, int size) {
    return Math.log(
        first.ofSize(size).median().orElseThrow() / second.ofSize(size).median().orElseThrow());
  }

  private static double between(Measured first, Measured second, int below, int above) {
    double lost = -advantage(first, second, below);
    double won = advantage(first, second, above);
    double share = lost / (lost + won);
    return below * Math.pow((double) above / below, share);
  }
}
