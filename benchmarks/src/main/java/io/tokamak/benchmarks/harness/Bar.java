// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.Locale;

/**
 * Something that must be reached.
 *
 * @param name what is measured
 * @param required the limit
 * @param measured what was found, in the same unit
 * @param atLeast whether the limit is a lower one
 * @param unit of both
 * @param basis the figures it comes from
 */
public record Bar(
    String name, double required, double measured, boolean atLeast, String unit, String basis) {

  /** A lower limit. */
  public static Bar atLeast(
      String name, double required, double measured, String unit, String basis) {
    return new Bar(name, required, measured, true, unit, basis);
  }

  /** An upper limit. */
  public static Bar atMost(
      String name, double required, double measured, String unit, String basis) {
    return new Bar(name, required, measured, false, unit, basis);
  }

  /** Whether it is reached. */
  public boolean met() {
    return atLeast ? measured >= required : measured <= required;
  }

  /** One line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-6s %-52s %s %s%s, measured %s%s  [%s]",
        met() ? "met" : "MISSED",
        name,
        atLeast ? ">=" : "<=",
        Units.significant(required),
        unit,
        Units.significant(measured),
        unit,
        basis);
  }
}
