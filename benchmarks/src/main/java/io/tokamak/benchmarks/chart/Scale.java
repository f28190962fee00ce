// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Where values lie between the ends of an axis, and which of them are worth a line. */
final class Scale {
  private static final double MARGIN = 0.03;
  private static final double NARROW = 12;
  private static final int[] STEPS = {1, 2, 5};

  private final Axis axis;
  private final double low;
  private final double high;

  private Scale(Axis axis, double low, double high) {
    this.axis = axis;
    this.low = low;
    this.high = high;
  }

  /** One that begins and ends at round values. */
  static Scale round(Axis axis, double least, double largest) {
    if (!axis.logarithmic()) {
      double step = step(largest, 5);
      return new Scale(axis, 0, Math.max(step, Math.ceil(largest / step - 1e-9) * step));
    }
    double low = floor(least);
    double high = -1;
    for (double end : stepsFrom(low, largest * 100)) {
      if (high < 0 && end >= largest * 0.999) {
        high = end;
      }
    }
    return new Scale(axis, low, high > low ? high : low * 10);
  }

  /** One that holds the values and little else. */
  static Scale tight(Axis axis, double least, double largest) {
    if (!axis.categories().isEmpty()) {
      return new Scale(axis, -0.5, axis.categories().size() - 0.5);
    }
    if (!axis.logarithmic()) {
      return new Scale(axis, 0, largest * (1 + MARGIN));
    }
    double reach = Math.pow(Math.max(largest / least, 2), MARGIN);
    return new Scale(axis, least / reach, largest * reach);
  }

  /** The largest of 1, 2, 5, 10 and so on that is not above a value. */
  private static double floor(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    double found = decade;
    for (int step : STEPS) {
      found = step * decade <= value * 1.001 ? step * decade : found;
    }
    return found;
  }

  private static List<Double> stepsFrom(double low, double end) {
    List<Double> all = new ArrayList<>();
    for (double decade = Math.pow(10, Math.floor(Math.log10(low) + 1e-9));
        decade <= end;
        decade *= 10) {
      for (int step : STEPS) {
        if (step * decade >= low * 0.999) {
          all.add(step * decade);
        }
      }
    }
    return all;
  }

  /**
   * The smallest of 1, 2, 5, 10 and so on of which not more than {@code most} make {@code span}.
   */
  private static double step(double span, int most) {
    double least = Math.max(span, 1e-9) / most;
    double decade = Math.pow(10, Math.floor(Math.log10(least)));
    return DoubleStream.of(1, 2, 5, 10)
        .map(step -> step * decade)
        .filter(step -> step >= least * 0.999)
        .findFirst()
        .orElse(decade * 10);
  }

  /** 0 at the low end, 1 at the high end. */
  double share(double value) {
    return axis.logarithmic()
        ? Math.log(value / low) / Math.log(high / low)
        : (value - low) / (high - low);
  }

  /** Values for lines and labels, {@code most} or fewer. */
  List<Double> ticks(int most) {
    List<Double> all = candidates(most).stream().filter(this::isInside).toList();
    int each = Math.max(1, Math.ceilDiv(all.size(), most));
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i < all.size(); i += each) {
      ticks.add(all.get(i));
    }
    return ticks;
  }

  private boolean isInside(double value) {
    double share = share(value);
    return share > -1e-6 && share < 1 + 1e-6;
  }

  private List<Double> candidates(int most) {
    if (!axis.categories().isEmpty()) {
      return DoubleStream.iterate(0, i -> i < axis.categories().size(), i -> i + 1)
          .boxed()
          .toList();
    }
    if (!axis.logarithmic()) {
      double step = step(high - low, most);
      return DoubleStream.iterate(0, value -> value <= high * 1.001, value -> value + step)
          .boxed()
          .toList();
    }
    if (axis.unit().isBinary() || isSmallCount()) {
      return DoubleStream.iterate(1, value -> value <= high * 1.001, value -> value * 2)
          .boxed()
          .filter(this::isInside)
          .toList();
    }
    List<Double> steps = stepsFrom(low, high * 1.001);
    return high / low <= NARROW * 2 ? steps : steps.stream().filter(Scale::isDecade).toList();
  }

  /** Of clients, or nodes. */
  private boolean isSmallCount() {
    return axis.unit() == Unit.COUNT && low < 2 && high / low <= 2 * NARROW;
  }

  private static boolean isDecade(double value) {
    double log = Math.log10(value);
    return Math.abs(log - Math.rint(log)) < 1e-9;
  }

  String text(double value) {
    return axis.text(value);
  }

  String label() {
    return axis.label();
  }
}
