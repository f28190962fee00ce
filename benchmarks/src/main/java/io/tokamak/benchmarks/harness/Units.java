// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.Locale;

/** Figures for people. */
public final class Units {
  private Units() {}

  /** Bytes as KiB, MiB or GiB where they are whole. */
  public static String size(long bytes) {
    if (bytes >= 1 << 30 && bytes % (1 << 30) == 0) {
      return (bytes >> 30) + " GiB";
    }
    if (bytes >= 1 << 20 && bytes % (1 << 20) == 0) {
      return (bytes >> 20) + " MiB";
    }
    return bytes % (1 << 10) == 0 ? (bytes >> 10) + " KiB" : bytes + " bytes";
  }

  /**
   * Reads what {@link #size} wrote, and 64K, 1M, 2g.
   *
   * @throws IllegalArgumentException when it is not a number of bytes
   */
  public static long bytes(String text) {
    String digits = text.replaceAll("(?i)\\s*([kmg]?)(i?b|ytes)?$", "");
    String unit = text.substring(digits.length()).strip().toLowerCase(Locale.ROOT);
    long scale =
        switch (unit.isEmpty() ? ' ' : unit.charAt(0)) {
          case 'k' -> 1 << 10;
          case 'm' -> 1 << 20;
          case 'g' -> 1 << 30;
          default -> 1;
        };
    try {
      return Math.multiplyExact(Long.parseLong(digits), scale);
    } catch (NumberFormatException | ArithmeticException e) {
      throw new IllegalArgumentException("not a size: " + text + " (1024, 64K, 1M, 2G are)", e);
    }
  }

  /** Microseconds with three significant digits. */
  public static String micros(double micros) {
    return significant(micros);
  }

  /** A number with three significant digits, thousands grouped. */
  public static String significant(double value) {
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 3;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
