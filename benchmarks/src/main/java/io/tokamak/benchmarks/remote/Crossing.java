// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Units;
import java.util.List;

/**
 * The smallest of the sizes from which on one system is better than another: whoever takes the one
 * below it and the other from there on loses least, all measured sizes counted alike. Where the two
 * are about as fast, noise does not move it far.
 *
 * @param sizes all sizes of both, the smallest first
 * @param index of the size; the number of sizes when the other is faster at the largest
 */
record Crossing(List<Integer> sizes, int index) {
  /** Copies the list. */
  Crossing {
    sizes = List.copyOf(sizes);
  }

  /** Of one operation of the two. */
  static Crossing of(RemoteRows rows, String operation, String before, String behind) {
    List<Integer> sizes =
        rows.sizes(operation).stream()
            .filter(size -> rows.micros(before, operation, size).isPresent())
            .filter(size -> rows.micros(behind, operation, size).isPresent())
            .toList();
    double[] gains =
        sizes.stream().mapToDouble(size -> gain(rows, operation, before, behind, size)).toArray();
    return new Crossing(sizes, best(gains));
  }

  /** What the other gains at this size, as a logarithm: times err by factors. */
  private static double gain(
      RemoteRows rows, String operation, String before, String behind, int size) {
    double one = rows.micros(before, operation, size).orElseThrow();
    return Math.log(one / rows.micros(behind, operation, size).orElseThrow());
  }

  /** From where on the gains come to most. */
  private static int best(double[] gains) {
    int best = gains.length;
    double sum = 0;
    double most = 0;
    for (int index = gains.length - 1; index >= 0; index--) {
      sum += gains[index];
      if (sum > most) {
        most = sum;
        best = index;
      }
    }
    return best;
  }

  /** Whether there are sizes enough to cross between. */
  boolean isKnown() {
    return sizes.size() > 1;
  }

  /**
   * How many sizes of {@code other} lie between this crossing and that one: 0 when both are in the
   * same gap.
   */
  int sizesFrom(Crossing other) {
    return Math.abs(other.position(this) - other.index);
  }

  /** Which of these sizes is the first that is not below the crossing of another. */
  private int position(Crossing another) {
    if (another.index == another.sizes.size()) {
      return sizes.size();
    }
    if (another.index == 0) {
      return 0;
    }
    int crossing = another.sizes.get(another.index);
    return (int) sizes.stream().filter(size -> size < crossing).count();
  }

  /** For people. */
  String text() {
    if (index == sizes.size()) {
      return "at no size";
    }
    return index == 0 ? "at all sizes" : "from " + Units.size(sizes.get(index)) + " on";
  }
}
