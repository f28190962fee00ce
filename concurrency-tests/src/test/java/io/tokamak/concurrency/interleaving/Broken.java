// SPDX-License-Identifier: Apache-2.0
package io.tokamak.concurrency.interleaving;

import io.tokamak.testkit.explore.Explorer;
import io.tokamak.testkit.explore.Violation;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;

/** Shows that a protocol from which something was taken is broken: how, in the fewest steps. */
final class Broken {
  private static final int MOST_STEPS_PER_THREAD = 100;
  private static final int VIOLATIONS = 200;

  private Broken() {}

  /**
   * The shortest violation found within the smallest number of steps per thread that allows one;
   * fails when there is none.
   */
  static Violation show(String what, Supplier<Explorer> explorer) {
    for (int steps = 1; steps <= MOST_STEPS_PER_THREAD; steps++) {
      List<Violation> violations =
          explorer.get().stepBound(steps).violationLimit(VIOLATIONS).explore().violations();
      if (!violations.isEmpty()) {
        Violation shortest =
            violations.stream().min(Comparator.comparingInt(v -> v.steps().size())).orElseThrow();
        System.out.println(what + " is broken:" + System.lineSeparator() + shortest);
        return shortest;
      }
    }
    throw new AssertionError(what + " should be broken, and every execution of it is right");
  }
}
