// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import io.tokamak.benchmarks.chart.Canvas.Anchor;
import io.tokamak.benchmarks.chart.Canvas.Letters;
import io.tokamak.benchmarks.chart.Canvas.Spot;
import io.tokamak.benchmarks.chart.Canvas.Stroke;
import java.util.List;

/**
 * What is around the data: title, legend, axes and grid. The title and the legend take what they
 * need from the top, and the labels from the left and the bottom; the rest is for the data.
 */
final class Frame {
  private static final double EDGE = 14;
  private static final double MARGIN_RIGHT = 8;
  private static final double TITLE_SIZE = 16;
  private static final double LEGEND_SIZE = 12.5;
  private static final double LEGEND_LINE = 20;
  private static final double SAMPLE = 22;
  private static final double GAP = 16;
  private static final double LABEL_SIZE = 12;
  private static final double AXIS_TITLE = 20;
  private static final double SPACE_OF_LABEL = 12;
  private static final double PIXELS_PER_LINE = 34;
  private static final Letters LABEL = new Letters(Palette.QUIET_INK, LABEL_SIZE, false);
  private static final Letters LEGEND = new Letters(Palette.INK, LEGEND_SIZE, false);
  private static final Letters TITLE = new Letters(Palette.INK, TITLE_SIZE, true);
  private static final Stroke GRID = new Stroke(Palette.GRID, 1, 0);
  private static final Stroke BASE = new Stroke(Palette.AXIS, 1, 0);

  private final Canvas canvas;
  private final double width;
  private final double height;
  private double left = EDGE;
  private double top = EDGE;
  private double bottom;

  Frame(Canvas canvas, int width, int height) {
    this.canvas = canvas;
    this.width = width;
    this.height = height;
  }

  /** Draws a sample of a legend entry in the middle of a line that begins at a spot. */
  interface Sample {
    void draw(int entry, Spot begin, double length);
  }

  /** In as many lines as it takes. */
  void title(String title) {
    StringBuilder line = new StringBuilder();
    for (String word : title.split(" ", -1)) {
      if (!line.isEmpty() && widthOf(line + " " + word, TITLE_SIZE) > width - 2 * EDGE) {
        titleLine(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    titleLine(line.toString());
    top += EDGE / 2;
  }

  private void titleLine(String line) {
    top += TITLE_SIZE;
    canvas.text(new Spot(EDGE, top), line, TITLE, Anchor.START);
    top += TITLE_SIZE / 4;
  }

  private static double widthOf(String text, double size) {
    return Glyphs.all().width(text, size);
  }

  void legend(List<String> entries, Sample sample) {
    double x = EDGE;
    double y = top + LEGEND_SIZE;
    for (int i = 0; i < entries.size(); i++) {
      double needed = SAMPLE + 6 + widthOf(entries.get(i), LEGEND_SIZE);
      if (x > EDGE && x + needed > width - EDGE) {
        x = EDGE;
        y += LEGEND_LINE;
      }
      sample.draw(i, new Spot(x, y - LEGEND_SIZE / 3), SAMPLE);
      canvas.text(new Spot(x + SAMPLE + 6, y), entries.get(i), LEGEND, Anchor.START);
      x += needed + GAP;
    }
    top = y + LEGEND_LINE - 2;
  }

  /** Draws both axes and the grid; {@code xTicks} not wider than there is room for. */
  void axes(Scale x, Scale y) {
    bottom = height - EDGE - (x.label().isEmpty() ? 0 : AXIS_TITLE) - LABEL_SIZE - 6;
    List<Double> rows = y.ticks((int) Math.max(3, (bottom - top) / PIXELS_PER_LINE));
    double widest =
        rows.stream().mapToDouble(row -> widthOf(y.text(row), LABEL_SIZE)).max().orElse(0);
    left = EDGE + (y.label().isEmpty() ? 0 : AXIS_TITLE) + widest + 8;
    for (double row : rows) {
      double at = y(y, row);
      canvas.line(List.of(new Spot(left, at), new Spot(right(), at)), GRID);
      canvas.text(new Spot(left - 8, at + LABEL_SIZE / 3), y.text(row), LABEL, Anchor.END);
    }
    if (!y.label().isEmpty()) {
      canvas.textUpwards(new Spot(EDGE + LABEL_SIZE - 3, (top + bottom) / 2), y.label(), LABEL);
    }
    xAxis(x);
  }

  private void xAxis(Scale x) {
    canvas.line(List.of(new Spot(left, bottom), new Spot(right(), bottom)), BASE);
    for (double tick : fitting(x)) {
      double at = x(x, tick);
      canvas.line(List.of(new Spot(at, bottom), new Spot(at, bottom + 4)), BASE);
      canvas.text(new Spot(at, bottom + LABEL_SIZE + 6), x.text(tick), LABEL, Anchor.MIDDLE);
    }
    canvas.text(new Spot((left + right()) / 2, height - EDGE + 2), x.label(), LABEL, Anchor.MIDDLE);
  }

  /** As many ticks as have room for their labels. */
  private List<Double> fitting(Scale x) {
    for (int most = 16; most > 2; most--) {
      List<Double> ticks = x.ticks(most);
      if (haveRoom(x, ticks)) {
        return ticks;
      }
    }
    return x.ticks(2);
  }

  private boolean haveRoom(Scale x, List<Double> ticks) {
    double end = -EDGE;
    for (double tick : ticks) {
      double half = widthOf(x.text(tick), LABEL_SIZE) / 2;
      if (x(x, tick) - half < end) {
        return false;
      }
      end = x(x, tick) + half + SPACE_OF_LABEL;
    }
    return true;
  }

  /** Leaves room for a line of text above the data. */
  void leaveLine() {
    top += LEGEND_SIZE + 4;
  }

  double right() {
    return width - EDGE - MARGIN_RIGHT;
  }

  double top() {
    return top;
  }

  double bottom() {
    return bottom;
  }

  double x(Scale scale, double value) {
    return left + scale.share(value) * (right() - left);
  }

  double y(Scale scale, double value) {
    return bottom - scale.share(value) * (bottom - top);
  }
}
