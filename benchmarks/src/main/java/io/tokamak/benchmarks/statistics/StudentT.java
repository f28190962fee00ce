// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

/** How many standard errors to both sides of a mean cover 95 %. */
final class StudentT {
  private static final double[] QUANTILES = {
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042
  };
  private static final double NORMAL = 1.96;
  private static final double SLOPE = 2.4;

  private StudentT() {}

  /**
   * For so many degrees of freedom, 1 or more; between whole numbers the smaller one counts, which
   * makes the interval wider.
   */
  static double quantile(double degrees) {
    int whole = (int) Math.max(1, degrees);
    return whole <= QUANTILES.length ? QUANTILES[whole - 1] : NORMAL + SLOPE / whole;
  }
}
