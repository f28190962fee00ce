// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import java.util.SplittableRandom;

/** Random numbers for tests: fresh each run, printed, and repeatable with -Dtokamak.seed=N. */
public final class Seeds {

  private Seeds() {}

  /** A generator whose seed is printed together with {@code test}. */
  public static SplittableRandom random(String test) {
    long seed = Long.getLong("tokamak.seed", System.nanoTime());
    System.out.println(test + ": repeat with -Dtokamak.seed=" + seed);
    return new SplittableRandom(seed);
  }
}
