// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/** The colours of charts: those of series are told apart by people who see no red or no green. */
final class Palette {
  static final String PAPER = "#ffffff";
  static final String INK = "#1b2430";
  static final String QUIET_INK = "#5b6673";
  static final String GRID = "#e6eaee";
  static final String AXIS = "#9aa5b1";
  static final String MARK = "#b4690e";

  private static final List<String> SERIES =
      List.of(
          "#1260cc", "#c8372d", "#7c8795", "#0d8a72", "#a2479b", "#d98a00", "#3aa5d8", "#5d4aa8",
          "#8c5a2b");

  private Palette() {}

  /** The colour of a series; there are nine of them, then they repeat. */
  static String series(int number) {
    return SERIES.get(Math.floorMod(number, SERIES.size()));
  }
}
