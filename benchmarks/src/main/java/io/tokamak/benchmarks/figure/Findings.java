// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.figure;

import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.statistics.Ratio;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
        .orElseGet(() -> missing(claim, slow.measured(), fast.measured()));
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
        .orElseGet(() -> missing(claim, one.measured(), other.measured()));
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
        .orElseGet(() -> missing(claim, measured));
  }

  /**
   * Of a claim that cannot be judged.
   *
   * @param needed what it takes; named as far as it is not there
   */
  static Claim missing(String claim, Measured... needed) {
    Set<String> absent = new LinkedHashSet<>();
    for (Measured each : needed) {
      if (each.isEmpty() && !each.sought().isEmpty()) {
        absent.add(each.sought());
      }
    }
    String what = absent.isEmpty() ? "what it takes" : String.join(", ", absent);
    return Claim.untested(claim, "Not measured in this run: " + what + "." + advice(absent));
  }

  /** Of a claim about RDMA, which this run has not measured. */
  static Claim withoutRdma(String claim, Map<String, String> machine) {
    return Claim.untested(
        claim,
        machine.getOrDefault("rdma devices", "").equals("none")
            ? "This machine has no RDMA device."
            : "Not measured in this run: fetching over RDMA.");
  }

  private static String advice(Set<String> absent) {
    StringBuilder advice = new StringBuilder();
    for (String name : List.of("Redis", "memcached")) {
      if (absent.stream().anyMatch(each -> each.startsWith(name))) {
        advice.append(" bench figures measures %s where it is installed.".formatted(name));
      }
    }
    return advice.toString();
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
