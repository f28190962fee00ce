// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.memory.words.SharedWords;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Litmus tests: a few accesses in a few threads, and the set of all outcomes they can have. */
final class Litmus {
  static final long X = 0;
  static final long Y = 8;

  /** One thread; writes what it read into its own places of {@code seen}. */
  @FunctionalInterface
  interface Code {
    void run(SharedWords words, long[] seen);
  }

  private Litmus() {}

  static Set<String> outcomes(int reads, Code... threads) {
    return outcomes(reads, explorer -> explorer, threads);
  }

  /** All that {@code reads} places of {@code seen} can hold together at the end. */
  static Set<String> outcomes(int reads, UnaryOperator<Explorer> how, Code... threads) {
    Set<String> outcomes = new TreeSet<>();
    how.apply(Explorer.of(stage -> play(stage, reads, outcomes, threads))).explore().assertSafe();
    return outcomes;
  }

  private static void play(Stage stage, int reads, Set<String> outcomes, Code... threads) {
    long[] seen = new long[reads];
    for (int i = 0; i < threads.length; i++) {
      Code code = threads[i];
      stage.thread("T" + i, () -> code.run(stage.words(), seen));
    }
    stage.check(() -> outcomes.add(Arrays.toString(seen)));
  }
}
