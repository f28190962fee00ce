// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import java.util.Random;

/** Seeds of the randomised tests: a new one each run, or the one given by -Dtokamak.test.seed. */
public final class Seeds {
  private Seeds() {}

  /** A generator whose seed has been printed. */
  public static Random random(String test) {
    long seed = Long.getLong("tokamak.test.seed", System.nanoTime());
    System.out.println(test + ": -Dtokamak.test.seed=" + seed);
    return new Random(seed);
  }
}
