// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/**
 * Bars beside each other, of parts on top of each other, all as high as 100 %.
 *
 * @param title what it shows
 * @param label what the bars are
 * @param layers names of the parts, the lowest first
 * @param bars from left to right
 */
public record StackedChart(String title, String label, List<String> layers, List<Bar> bars)
    implements Chart {
  /**
   * One bar.
   *
   * @param name below it
   * @param total above it
   * @param parts as many as there are layers, in any unit, 0 or more
   */
  public record Bar(String name, String total, List<Double> parts) {
    /** Copies the list. */
    public Bar {
      parts = List.copyOf(parts);
    }

    double sum() {
      return parts.stream().mapToDouble(Double::doubleValue).sum();
    }
  }

  /** Copies the lists. */
  public StackedChart {
    layers = List.copyOf(layers);
    bars = List.copyOf(bars);
  }
}
