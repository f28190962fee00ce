// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

/** A picture of figures, to be drawn in any size. */
public sealed interface Chart permits LineChart, StackedChart {
  /** What it shows. */
  String title();

  /** As SVG. */
  default String svg(int width, int height, boolean titled) {
    SvgCanvas canvas = new SvgCanvas(width, height, title());
    draw(canvas, width, height, titled);
    return canvas.svg();
  }

  /** As PNG, with two pixels for each of the width's. */
  default byte[] png(int width, int height, boolean titled) {
    PngCanvas canvas = new PngCanvas(width, height);
    draw(canvas, width, height, titled);
    return canvas.png();
  }

  private void draw(Canvas canvas, int width, int height, boolean titled) {
    switch (this) {
      case LineChart lines -> new LineDrawing(lines, canvas).draw(width, height, titled);
      case StackedChart stacks -> new StackedDrawing(stacks, canvas).draw(width, height, titled);
    }
  }
}
