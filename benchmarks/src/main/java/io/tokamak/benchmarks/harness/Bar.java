// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.Locale;
import java.util.Optional;

/**
 * Something that must be reached.
 *
 * @param name what is measured
 * @param required the limit
 * @param measured what was found, in the same unit
 * @param atLeast whether the limit is a lower one
 * @param unit of both
 * @param basis the figures it comes from
 * @param ceiling what nothing can be faster than, where that was measured
 */
public record Bar(
    String name,
    double required,
    double measured,
    boolean atLeast,
    String unit,
    String basis,
    Optional<Ceiling> ceiling) {

  /** A lower limit. */
  public static Bar atLeast(
      String name, double required, double measured, String unit, String basis) {
    return new Bar(name, required, measured, true, unit, basis, Optional.empty());
  }

  /** An upper limit. */
  public static Bar atMost(
      String name, double required, double measured, String unit, String basis) {
    return new Bar(name, required, measured, false, unit, basis, Optional.empty());
  }

  /** The same, beside what nothing can be faster than. */
  public Bar below(Ceiling newCeiling) {
    return new Bar(name, required, measured, atLeast, unit, basis, Optional.of(newCeiling));
  }

  /** Whether it is reached. */
  public boolean met() {
    return isReachedBy(measured);
  }

  private boolean isReachedBy(double value) {
    return atLeast ? value >= required : value <= required;
  }

  /** What became of it. */
  public Verdict verdict() {
    if (met()) {
      return Verdict.MET;
    }
    boolean possible = ceiling.isEmpty() || isReachedBy(ceiling.get().reached());
    return possible ? Verdict.MISSED : Verdict.OUT_OF_REACH;
  }

  /** The figures it comes from; where it is not reached, also what the ceiling reached. */
  public String grounds() {
    return met() ? basis : basis + ceiling.map(found -> "; " + found.text(unit)).orElse("");
  }

  /** One line. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-17s %-55s %s %s%s, measured %s%s  [%s]",
        verdict().label(),
        name,
        atLeast ? ">=" : "<=",
        Units.significant(required),
        unit,
        Units.significant(measured),
        unit,
        grounds());
  }
}
