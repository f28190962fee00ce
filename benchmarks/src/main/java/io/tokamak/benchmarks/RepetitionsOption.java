// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How often a benchmark of one machine repeats itself. */
final class RepetitionsOption {
  private static final int USUAL = 5;

  @Option(
      names = "--reps",
      paramLabel = "N",
      description = "how often each cell is measured (default: 5; with --quick 1)")
  private @Nullable Integer given;

  boolean isGiven() {
    return given != null;
  }

  /** The one that was given, else the usual one. */
  int number(boolean quick) {
    int usual = quick ? 1 : USUAL;
    return given == null ? usual : given;
  }
}
