// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.statistics.Ratio;
import java.util.Locale;
import java.util.Optional;

/** Claims that are a ratio of two measurements. */
final class Findings {
  private Findings() {}

  /** Something that was measured, with the words for it. */
  record Named(String name, Measured measured) {}

  /** That something takes at least so many times as long as something else. */
  static Claim atLeast(String claim, double required, Named slow, Named fast) {
    return slow.measured()
        .times(fast.measured())
        .map(ratio ->
            Claim.judged(
                claim,
                ratio.median() >= required,
                sentence(slow, ratio, fast) + doubt(ratio, required)))
        .orElseGet(() -> missing(claim));
  }

  /** That something takes at most so many times as long as something else. */
  static Claim atMost(String claim, double allowed, Named one, Named other) {
    return one.measured()
        .times(other.measured())
        .map(ratio ->
            Claim.judged(
                claim,
                ratio.median() <= allowed,
                sentence(one, ratio, other) + doubt(ratio, allowed)))
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

  private static String sentence(Named one, Ratio ratio, Named other) {
    return ratio.median() >= 1
        ? "%s takes %s times as long as %s (%s)."
            .formatted(
                one.name(),
                number(ratio.median()),
                other.name(),
                interval(ratio.low(), ratio.high()))
        : "%s is %s times as fast as %s (%s)."
            .formatted(
                one.name(),
                number(1 / ratio.median()),
                other.name(),
                interval(1 / ratio.high(), 1 / ratio.low()));
  }

  /** Said where more repetitions could change the verdict. */
  private static String doubt(Ratio ratio, double limit) {
    return ratio.low() <= limit && limit <= ratio.high()
        ? " Not certain: the limit of %s lies within the interval.".formatted(number(limit))
        : "";
  }

  private static String interval(double low, double high) {
    return Double.isNaN(low)
        ? "one repetition, no interval"
        : "95 %% interval %s to %s".formatted(number(low), number(high));
  }

  static String number(double value) {
    return value < 0.1 ? String.format(Locale.ROOT, "%.4f", value) : Units.significant(value);
  }
}
