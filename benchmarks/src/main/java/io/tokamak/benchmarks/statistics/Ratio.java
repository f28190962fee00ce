// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import java.util.List;

/**
 * How many times as long something takes as something else, by the repetitions of both.
 *
 * <p>The interval is Welch's, of the difference of the mean logarithms: both sides may scatter as
 * they like.
 *
 * @param median of the one by that of the other
 * @param low where the 95 % interval begins, or NaN when one of the sides has one repetition
 * @param high where it ends, or NaN
 */
public record Ratio(double median, double low, double high) {
  /** Less than this is not worth a word, however certain it is. */
  private static final double MATTERS = 1.02;

  /** Of values above 0, one or more at each side. */
  public static Ratio of(List<Double> some, List<Double> others) {
    double median = Summary.of(some).median() / Summary.of(others).median();
    if (some.size() < 2 || others.size() < 2) {
      return new Ratio(median, Double.NaN, Double.NaN);
    }
    Logarithms one = Logarithms.of(some);
    Logarithms other = Logarithms.of(others);
    double reach =
        StudentT.quantile(degrees(one, other))
            * Math.sqrt(one.squaredError() + other.squaredError());
    double middle = one.mean() - other.mean();
    return new Ratio(
        median,
        Math.min(median, Math.exp(middle - reach)),
        Math.max(median, Math.exp(middle + reach)));
  }

  private static double degrees(Logarithms one, Logarithms other) {
    double both = one.squaredError() + other.squaredError();
    double parts = part(one) + part(other);
    return parts == 0 ? one.count() + other.count() - 2 : both * both / parts;
  }

  private static double part(Logarithms side) {
    return side.squaredError() * side.squaredError() / (side.count() - 1);
  }

  /** What it means when both are times. */
  public Change change() {
    if (Double.isNaN(low)) {
      return Change.UNKNOWN;
    }
    if (high < 1 && median < 1 / MATTERS) {
      return Change.FASTER;
    }
    return low > 1 && median > MATTERS ? Change.SLOWER : Change.NOISE;
  }
}
