// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.statistics.Ratio;
import java.util.Locale;
import java.util.Optional;

/** Claims that are a ratio of two measurements. */
final class Findings {
  private Findings() {}

  /** That something takes at least so many times as long as something else. */
  static Claim atLeast(String claim, double required, String what, Measured slow, Measured fast) {
    return slow.times(fast)
        .map(ratio -> Claim.judged(claim, ratio.median() >= required, sentence(what, ratio)))
        .orElseGet(() -> missing(claim));
  }

  /** That something takes at most so many times as long as something else. */
  static Claim atMost(String claim, double allowed, String what, Measured one, Measured other) {
    return one.times(other)
        .map(ratio -> Claim.judged(claim, ratio.median() <= allowed, sentence(what, ratio)))
        .orElseGet(() -> missing(claim));
  }

  /** That the slowest size takes at most so many times as long as the fastest. */
  static Claim constant(String claim, double allowed, Measured measured) {
    Optional<Double> ratio = measured.slowestByFastest();
    return ratio
        .map(found ->
            Claim.judged(
                claim,
                found <= allowed,
                "The slowest size takes %s times as long as the fastest (up to %s counts as the same)."
                    .formatted(number(found), number(allowed))))
        .orElseGet(() -> missing(claim));
  }

  static Claim missing(String claim) {
    return Claim.untested(
        claim, "What it takes was not measured in this run: something is not installed.");
  }

  private static String sentence(String what, Ratio ratio) {
    String interval =
        Double.isNaN(ratio.low())
            ? "one repetition, no interval"
            : "95 %% interval %s to %s".formatted(number(ratio.low()), number(ratio.high()));
    return "%s: %s times (%s).".formatted(what, number(ratio.median()), interval);
  }

  static String number(double value) {
    return value < 0.1 ? String.format(Locale.ROOT, "%.4f", value) : Units.significant(value);
  }
}
