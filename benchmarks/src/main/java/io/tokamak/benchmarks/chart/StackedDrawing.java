// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import io.tokamak.benchmarks.chart.Canvas.Anchor;
import io.tokamak.benchmarks.chart.Canvas.Letters;
import io.tokamak.benchmarks.chart.Canvas.Spot;
import java.util.List;

/** Draws a {@link StackedChart}. */
final class StackedDrawing {
  private static final double FULL = 100;
  private static final double HALF_BAR = 0.34;
  private static final double ENOUGH_FOR_TEXT = 17;
  private static final double FEWEST_PIXELS = 34;
  private static final Letters TOTAL = new Letters(Palette.INK, 11.5, true);
  private static final Letters SHARE = new Letters("#ffffff", 11, true);

  private final StackedChart chart;
  private final Canvas canvas;

  StackedDrawing(StackedChart chart, Canvas canvas) {
    this.chart = chart;
    this.canvas = canvas;
  }

  void draw(int width, int height, boolean titled) {
    Frame frame = new Frame(canvas, width, height);
    if (titled) {
      frame.title(chart.title());
    }
    frame.legend(
        chart.layers(),
        (layer, begin, length) ->
            box(begin.x(), begin.x() + length, begin.y() - 5, begin.y() + 5, layer));
    List<String> names = chart.bars().stream().map(StackedChart.Bar::name).toList();
    Scale x = Scale.tight(Axis.ofNames(chart.label(), names), 0, 1);
    Scale y = Scale.round(Axis.linear("share of the time", Unit.PERCENT), 0, FULL);
    frame.leaveLine();
    frame.axes(x, y);
    for (int i = 0; i < chart.bars().size(); i++) {
      bar(frame, x, y, i);
    }
  }

  private void bar(Frame frame, Scale x, Scale y, int number) {
    StackedChart.Bar bar = chart.bars().get(number);
    double left = frame.x(x, number - HALF_BAR);
    double right = frame.x(x, number + HALF_BAR);
    double below = 0;
    for (int layer = 0; layer < bar.parts().size(); layer++) {
      double share = bar.parts().get(layer) / bar.sum() * FULL;
      double top = frame.y(y, below + share);
      double bottom = frame.y(y, below);
      box(left, right, top, bottom, layer);
      if (bottom - top > ENOUGH_FOR_TEXT && right - left > FEWEST_PIXELS) {
        Spot middle = new Spot((left + right) / 2, (top + bottom) / 2 + 4);
        canvas.text(middle, Math.round(share) + " %", SHARE, Anchor.MIDDLE);
      }
      below += share;
    }
    canvas.text(
        new Spot((left + right) / 2, frame.y(y, FULL) - 5), bar.total(), TOTAL, Anchor.MIDDLE);
  }

  private void box(double left, double right, double top, double bottom, int layer) {
    List<Spot> corners =
        List.of(
            new Spot(left, top),
            new Spot(right, top),
            new Spot(right, bottom),
            new Spot(left, bottom));
    canvas.area(corners, Palette.series(layer), 1);
  }
}
