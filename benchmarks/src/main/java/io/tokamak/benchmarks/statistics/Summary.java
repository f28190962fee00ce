// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import java.util.Arrays;
import java.util.List;

/**
 * What some repetitions of one measurement say.
 *
 * <p>The interval is one for the median that misses it in 5 % of all cases. From six values on it
 * goes from one of the values to another, whatever their distribution: of n values, half lie below
 * the median but for a binomial chance. Fewer values do not reach that far, so for two to five it
 * is Student's, of the logarithms, since times err by factors; stretched to hold the median found.
 * One value has none: both ends are NaN.
 *
 * @param count how many repetitions
 * @param median the middle one
 * @param min the least
 * @param max the largest
 * @param low where the 95 % interval begins, or NaN
 * @param high where it ends, or NaN
 */
public record Summary(int count, double median, double min, double max, double low, double high) {
  private static final int FEWEST_FOR_RANKS = 6;
  private static final double MISSED_ON_ONE_SIDE = 0.025;

  /** Of one value or more, each above 0. */
  public static Summary of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no values to sum up");
    }
    double middle = middle(sorted);
    double[] interval = interval(sorted, middle);
    return new Summary(
        sorted.length, middle, sorted[0], sorted[sorted.length - 1], interval[0], interval[1]);
  }

  private static double middle(double[] sorted) {
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  private static double[] interval(double[] sorted, double middle) {
    if (sorted.length == 1) {
      return new double[] {Double.NaN, Double.NaN};
    }
    if (sorted.length >= FEWEST_FOR_RANKS) {
      int rank = rank(sorted.length);
      return new double[] {sorted[rank], sorted[sorted.length - 1 - rank]};
    }
    Logarithms logarithms = Logarithms.of(Arrays.stream(sorted).boxed().toList());
    double reach = StudentT.quantile(sorted.length - 1) * Math.sqrt(logarithms.squaredError());
    return new double[] {
      Math.min(middle, Math.exp(logarithms.mean() - reach)),
      Math.max(middle, Math.exp(logarithms.mean() + reach))
    };
  }

  /** The largest number of values that can be left out at each end. */
  private static int rank(int count) {
    double chance = Math.pow(0.5, count);
    double below = chance;
    int rank = 0;
    while (below + chance * (count - rank) / (rank + 1) <= MISSED_ON_ONE_SIDE) {
      chance *= (double) (count - rank) / (rank + 1);
      below += chance;
      rank++;
    }
    return rank;
  }

  /** Whether there is an interval. */
  public boolean hasInterval() {
    return count > 1;
  }
}
