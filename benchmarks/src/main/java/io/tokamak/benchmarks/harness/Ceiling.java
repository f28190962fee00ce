// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.Locale;

/**
 * What nothing can be faster than, measured in the same run and put in place of ours.
 *
 * @param name what it is
 * @param reached what it reached of the same bar, in the bar's unit
 */
public record Ceiling(String name, double reached) {
  /** Such as {@code the raw socket itself: 2.80x}. */
  String text(String unit) {
    return String.format(Locale.ROOT, "%s itself: %s%s", name, Units.significant(reached), unit);
  }
}
