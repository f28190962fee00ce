// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import java.util.Locale;

/** What became of a time. */
public enum Change {
  /** It takes less, and that is no chance. */
  FASTER,

  /** It takes more, and that is no chance. */
  SLOWER,

  /** The difference is within what repetitions differ by, or too small to matter. */
  NOISE,

  /** One repetition at one of the sides: nobody can tell. */
  UNKNOWN;

  /** One word. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
