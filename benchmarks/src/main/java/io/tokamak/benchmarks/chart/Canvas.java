// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.List;

/**
 * What charts are drawn on. Coordinates are pixels, x to the right, y downwards; colours are {@code
 * #rrggbb}. For one thread.
 */
interface Canvas {
  /** A corner of a line or of an area. */
  record Spot(double x, double y) {}

  /** Where a text stands with respect to its spot. */
  enum Anchor {
    /** It begins there. */
    START,

    /** Its middle is there. */
    MIDDLE,

    /** It ends there. */
    END
  }

  /**
   * How a line is drawn.
   *
   * @param colour of it
   * @param width of it
   * @param dash how long its pieces are, and the gaps; 0 for none
   */
  record Stroke(String colour, double width, double dash) {}

  /**
   * How a text is written.
   *
   * @param colour of its letters
   * @param size of its letters
   * @param bold whether they are thick
   */
  record Letters(String colour, double size, boolean bold) {}

  /** A line from spot to spot. */
  void line(List<Spot> spots, Stroke stroke);

  /** What lies between spots, filled; opacity from 0 to 1. */
  void area(List<Spot> spots, String colour, double opacity);

  /** A text on the line of its spot. */
  void text(Spot spot, String text, Letters letters, Anchor anchor);

  /** A text that goes upwards, with its middle at the spot. */
  void textUpwards(Spot spot, String text, Letters letters);
}
