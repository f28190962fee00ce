// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.util.Locale;

/** Lengths for people. */
final class Bytes {
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
  private static final int STEP = 1024;

  private Bytes() {}

  /** Such as {@code 1.5 GiB}. */
  static String text(long bytes) {
    double value = bytes;
    int unit = 0;
    while (value >= STEP && unit < UNITS.length - 1) {
      value /= STEP;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }
}
