// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/**
 * Lines through medians, each with the least and the largest, and the 95 % interval.
 *
 * @param title what it shows
 * @param x to the right
 * @param y upwards
 * @param series the lines, the most important one last, on top
 * @param marks places to look at
 */
public record LineChart(String title, Axis x, Axis y, List<Series> series, List<Mark> marks)
    implements Chart {
  /** Copies the lists. */
  public LineChart {
    series = List.copyOf(series);
    marks = List.copyOf(marks);
  }
}
