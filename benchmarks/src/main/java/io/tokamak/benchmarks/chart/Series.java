// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/**
 * One line of a chart.
 *
 * @param name in the legend
 * @param look number of its colour and its marks
 * @param points from left to right, one or more
 */
public record Series(String name, int look, List<Point> points) {
  /** Copies the list. */
  public Series {
    points = List.copyOf(points);
  }
}
