// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/**
 * An axis.
 *
 * @param label what it shows
 * @param unit of its values
 * @param logarithmic whether equal distances are equal factors
 * @param categories names of the values 0, 1, 2 and so on, or none
 */
public record Axis(String label, Unit unit, boolean logarithmic, List<String> categories) {

  /** Copies the list. */
  public Axis {
    categories = List.copyOf(categories);
  }

  /** Equal distances are equal factors. */
  public static Axis logarithmic(String label, Unit unit) {
    return new Axis(label, unit, true, List.of());
  }

  /** Equal distances are equal differences; begins at 0. */
  public static Axis linear(String label, Unit unit) {
    return new Axis(label, unit, false, List.of());
  }

  /** Names beside each other. */
  public static Axis ofNames(String label, List<String> names) {
    return new Axis(label, Unit.COUNT, false, names);
  }

  String text(double value) {
    return categories.isEmpty() ? unit.text(value) : categories.get((int) Math.round(value));
  }
}
