// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.choice;

/**
 * What one protocol costs over one fabric, as a function of the size: straight lines from one known
 * size to the next. Immutable.
 */
final class CostCurve {
  private final long[] sizes;
  private final double[] micros;

  /** Through these points, the sizes rising. */
  CostCurve(long[] sizes, double[] micros) {
    this.sizes = sizes.clone();
    this.micros = micros.clone();
  }

  /** A fixed cost, and one for each byte. */
  static CostCurve line(double fixedMicros, double bytesPerMicro) {
    return new CostCurve(
        new long[] {0, 1 << 20},
        new double[] {fixedMicros, fixedMicros + (1 << 20) / bytesPerMicro});
  }

  /** In microseconds; NaN: not possible. */
  double micros(long bytes) {
    int last = sizes.length - 1;
    if (last == 0 || bytes <= sizes[0]) {
      return micros[0];
    }
    int right = 1;
    while (right < last && bytes > sizes[right]) {
      right++;
    }
    double slope = (micros[right] - micros[right - 1]) / (sizes[right] - sizes[right - 1]);
    return micros[right - 1] + slope * (bytes - sizes[right - 1]);
  }
}
