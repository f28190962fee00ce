// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import io.tokamak.benchmarks.statistics.Summary;
import java.util.List;

/**
 * A place in a chart.
 *
 * @param x where
 * @param values what each repetition found there
 */
public record Point(double x, List<Double> values) {
  /** Copies the list. */
  public Point {
    values = List.copyOf(values);
  }

  /** What the repetitions say. */
  public Summary summary() {
    return Summary.of(values);
  }

  double y() {
    return summary().median();
  }
}
