// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.Units;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The smallest of the sizes from which on one system is always faster than another, by the sizes
 * that were measured of both.
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
    int index = sizes.size();
    while (index > 0 && isFaster(rows, operation, behind, before, sizes.get(index - 1))) {
      index--;
    }
    return new Crossing(sizes, index);
  }

  private static boolean isFaster(
      RemoteRows rows, String operation, String one, String other, int size) {
    OptionalDouble its = rows.micros(one, operation, size);
    return its.orElseThrow() < rows.micros(other, operation, size).orElseThrow();
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
