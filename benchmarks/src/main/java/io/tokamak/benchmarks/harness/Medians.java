// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The middle of repetitions. */
public final class Medians {
  private Medians() {}

  /** The values, the smallest first. */
  public static double[] sorted(DoubleStream values) {
    return values.sorted().toArray();
  }

  /**
   * Of sorted values, at least one; the mean of the two in the middle when their number is even.
   */
  public static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** Of any values, at least one. */
  public static double median(List<Double> values) {
    return median(sorted(values.stream().mapToDouble(Double::doubleValue)));
  }

  /** Of the rows' medians; empty when there are none. */
  public static Optional<Double> ofMicros(List<Row> rows) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(median(rows.stream().map(Row::p50Micros).toList()));
  }
}
