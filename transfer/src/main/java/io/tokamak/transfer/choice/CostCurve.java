// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

/**
 * What one protocol costs over one fabric, as a function of the size: straight lines from one known
 * size to the next. The last of them goes on, unless it falls: then two sizes were measured that
 * cost about the same, and what is larger costs more by each byte than these do. Immutable.
 */
final class CostCurve {
  private final long[] sizes;
  private final double[] micros;
  private final double microsPerByteBeyond;

  /**
   * Through these points, the sizes rising.
   *
   * @param usualMicrosPerByte beyond the last point, where the last line does not rise
   */
  CostCurve(long[] sizes, double[] micros, double usualMicrosPerByte) {
    this.sizes = sizes.clone();
    this.micros = micros.clone();
    int last = sizes.length - 1;
    double lastSlope = last == 0 ? 0 : slope(last);
    microsPerByteBeyond = lastSlope > 0 ? lastSlope : usualMicrosPerByte;
  }

  /** A fixed cost, and one for each byte. */
  static CostCurve line(double fixedMicros, double bytesPerMicro) {
    return new CostCurve(
        new long[] {0, 1 << 20},
        new double[] {fixedMicros, fixedMicros + (1 << 20) / bytesPerMicro},
        1 / bytesPerMicro);
  }

  /** In microseconds; NaN: not possible. */
  double micros(long bytes) {
    int last = sizes.length - 1;
    if (bytes <= sizes[0]) {
      return micros[0];
    }
    if (bytes > sizes[last]) {
      return micros[last] + microsPerByteBeyond * (bytes - sizes[last]);
    }
    int right = 1;
    while (bytes > sizes[right]) {
      right++;
    }
    return micros[right - 1] + slope(right) * (bytes - sizes[right - 1]);
  }

  private double slope(int right) {
    return (micros[right] - micros[right - 1]) / (sizes[right] - sizes[right - 1]);
  }

  /** What each byte of large objects costs. */
  double microsPerByteBeyond() {
    return microsPerByteBeyond;
  }
}
