// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import io.tokamak.benchmarks.chart.Canvas.Anchor;
import io.tokamak.benchmarks.chart.Canvas.Letters;
import io.tokamak.benchmarks.chart.Canvas.Spot;
import io.tokamak.benchmarks.chart.Canvas.Stroke;
import io.tokamak.benchmarks.statistics.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Draws a {@link LineChart}. */
final class LineDrawing {
  private static final double SHADE = 0.14;
  private static final double LINE = 2.2;
  private static final double RANGE = 1.2;
  private static final double DOT = 4;
  private static final Letters MARK_LETTERS = new Letters(Palette.MARK, 12, true);
  private static final Stroke MARK_LINE = new Stroke(Palette.MARK, 1.4, 4);

  private final LineChart chart;
  private final Canvas canvas;

  LineDrawing(LineChart chart, Canvas canvas) {
    this.chart = chart;
    this.canvas = canvas;
  }

  void draw(int width, int height, boolean titled) {
    Frame frame = new Frame(canvas, width, height);
    if (titled) {
      frame.title(chart.title());
    }
    List<Series> legend = chart.series().reversed();
    frame.legend(
        legend.stream().map(Series::name).toList(),
        (i, begin, length) -> {
          Spot end = new Spot(begin.x() + length, begin.y());
          canvas.line(List.of(begin, end), stroke(legend.get(i)));
          dot(new Spot(begin.x() + length / 2, begin.y()), legend.get(i).look());
        });
    Scale x = Scale.tight(chart.x(), least(Point::x), largest(Point::x));
    Scale y = Scale.round(chart.y(), least(this::bottom), largest(point -> point.summary().max()));
    frame.axes(x, y);
    chart.marks().forEach(mark -> mark(frame, x, mark));
    chart.series().forEach(series -> shade(frame, x, y, series));
    chart.series().forEach(series -> line(frame, x, y, series));
  }

  private double bottom(Point point) {
    return point.summary().min();
  }

  private double least(ToDoubleFunction<Point> of) {
    return values(of).min().orElse(1);
  }

  private double largest(ToDoubleFunction<Point> of) {
    return values(of).max().orElse(1);
  }

  private DoubleStream values(ToDoubleFunction<Point> of) {
    return chart.series().stream().flatMap(series -> series.points().stream()).mapToDouble(of);
  }

  private static Stroke stroke(Series series) {
    return new Stroke(Palette.series(series.look()), LINE, 0);
  }

  private void mark(Frame frame, Scale x, Mark mark) {
    double at = frame.x(x, mark.x());
    canvas.line(List.of(new Spot(at, frame.top() + 16), new Spot(at, frame.bottom())), MARK_LINE);
    boolean rightHalf = x.share(mark.x()) > 0.5;
    canvas.text(
        new Spot(at + (rightHalf ? -2 : 2), frame.top() + 11),
        mark.label(),
        MARK_LETTERS,
        rightHalf ? Anchor.END : Anchor.START);
  }

  /** The 95 % intervals, as far as they are within what is shown. */
  private void shade(Frame frame, Scale x, Scale y, Series series) {
    List<Spot> around = new ArrayList<>();
    for (Point point : series.points()) {
      Summary summary = point.summary();
      double high = summary.hasInterval() ? summary.high() : summary.median();
      around.add(spot(frame, x, y, point.x(), high));
    }
    for (Point point : series.points().reversed()) {
      Summary summary = point.summary();
      double low = summary.hasInterval() ? summary.low() : summary.median();
      around.add(spot(frame, x, y, point.x(), low));
    }
    canvas.area(around, Palette.series(series.look()), SHADE);
  }

  private static Spot spot(Frame frame, Scale x, Scale y, double atX, double atY) {
    double pixels = Math.clamp(frame.y(y, atY), frame.top(), frame.bottom());
    return new Spot(frame.x(x, atX), pixels);
  }

  private void line(Frame frame, Scale x, Scale y, Series series) {
    String colour = Palette.series(series.look());
    List<Spot> spots = new ArrayList<>();
    for (Point point : series.points()) {
      Summary summary = point.summary();
      spots.add(spot(frame, x, y, point.x(), summary.median()));
      canvas.line(
          List.of(
              spot(frame, x, y, point.x(), summary.min()),
              spot(frame, x, y, point.x(), summary.max())),
          new Stroke(colour, RANGE, 0));
    }
    canvas.line(spots, stroke(series));
    spots.forEach(spot -> dot(spot, series.look()));
  }

  /** Series differ by the shape of their dots too, for those who see no colours. */
  private void dot(Spot spot, int look) {
    int corners = List.of(12, 4, 3, 5).get(Math.floorMod(look, 4));
    double turn = corners == 4 ? Math.PI / 4 : -Math.PI / 2;
    List<Spot> around = new ArrayList<>();
    for (int i = 0; i < corners; i++) {
      double angle = turn + 2 * Math.PI * i / corners;
      around.add(new Spot(spot.x() + DOT * Math.cos(angle), spot.y() + DOT * Math.sin(angle)));
    }
    canvas.area(around, Palette.series(look), 1);
  }
}
