// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.chart;

import io.tokamak.benchmarks.harness.Units;
import java.util.Locale;

/** What figures on an axis mean, and how they are written there. */
public enum Unit {
  /** Bytes of an object. */
  BYTES,

  /** Microseconds; written as ns, µs, ms or s. */
  MICROS,

  /** How many of something. */
  COUNT,

  /** So many in a second. */
  PER_SECOND,

  /** Megabytes in a second; written as MB/s or GB/s. */
  MEGABYTES_PER_SECOND,

  /** So many times as much. */
  TIMES,

  /** Of a hundred. */
  PERCENT;

  private static final int THOUSAND = 1000;
  private static final int MILLION = 1_000_000;

  /** Whether people count it in powers of two. */
  boolean isBinary() {
    return this == BYTES;
  }

  /** A value as it stands at an axis, or in a sentence. */
  public String text(double value) {
    return switch (this) {
      case BYTES -> Units.size(Math.round(value));
      case MICROS -> micros(value);
      case COUNT -> count(value);
      case PER_SECOND -> count(value) + "/s";
      case MEGABYTES_PER_SECOND ->
          value >= THOUSAND ? number(value / THOUSAND) + " GB/s" : number(value) + " MB/s";
      case TIMES -> number(value) + "×";
      case PERCENT -> number(value) + " %";
    };
  }

  private static String micros(double value) {
    if (value >= MILLION) {
      return number(value / MILLION) + " s";
    }
    if (value >= THOUSAND) {
      return number(value / THOUSAND) + " ms";
    }
    return value >= 1 ? number(value) + " µs" : number(value * THOUSAND) + " ns";
  }

  private static String count(double value) {
    if (value >= MILLION) {
      return number(value / MILLION) + " M";
    }
    return value >= 10 * THOUSAND ? number(value / THOUSAND) + " k" : number(value);
  }

  /** Three digits, and no zeros behind the point that say nothing. */
  private static String number(double value) {
    if (value == 0) {
      return "0";
    }
    int whole = (int) Math.floor(Math.log10(Math.abs(value)));
    int decimals = Math.clamp(2 - whole, 0, 6);
    String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
