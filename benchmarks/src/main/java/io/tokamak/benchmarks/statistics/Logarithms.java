// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.statistics;

import java.util.List;

/**
 * Mean and variance of the logarithms of some values.
 *
 * @param count how many
 * @param mean of the logarithms
 * @param variance of one of them; 0 when there is one only
 */
record Logarithms(int count, double mean, double variance) {

  /** Of values above 0. */
  static Logarithms of(List<Double> values) {
    double[] logs = values.stream().mapToDouble(Math::log).toArray();
    double sum = 0;
    for (double log : logs) {
      sum += log;
    }
    double mean = sum / logs.length;
    double squares = 0;
    for (double log : logs) {
      squares += (log - mean) * (log - mean);
    }
    return new Logarithms(logs.length, mean, logs.length < 2 ? 0 : squares / (logs.length - 1));
  }

  /** The square of the standard error of the mean. */
  double squaredError() {
    return variance / count;
  }
}
