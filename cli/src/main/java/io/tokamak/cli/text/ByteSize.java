// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of bytes as people write it: {@code 4096}, {@code 64k}, {@code 512m}, {@code 1.5g}. The
 * units are powers of 1024; a fraction needs one.
 *
 * @param bytes how many, not negative
 */
public record ByteSize(long bytes) {
  private static final Pattern FORM = Pattern.compile("(\\d+)(?:\\.(\\d{1,3}))?([kmgt]?)(?:i?b)?");
  private static final String UNITS = "kmgt";
  private static final int UNIT_BITS = 10;

  /**
   * Reads a size.
   *
   * @throws IllegalArgumentException when it is none, or more than a long can hold
   */
  public static ByteSize parse(String text) {
    Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no size: write bytes, or a number with k, m, g or t, such as 512m or 1.5g"
              .formatted(text));
    }
    if (form.group(2) != null && form.group(3).isEmpty()) {
      throw new IllegalArgumentException(
          "\"%s\" is no size: bytes are whole; write a unit, such as %sg"
              .formatted(text, form.group(1) + "." + form.group(2)));
    }
    try {
      return new ByteSize(bytes(form.group(1), form.group(2), unitBits(form.group(3))));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is more than there can be", e);
    }
  }

  private static int unitBits(String unit) {
    return unit.isEmpty() ? 0 : UNIT_BITS * (UNITS.indexOf(unit) + 1);
  }

  private static long bytes(String whole, String fraction, int unitBits) {
    long unit = 1L << unitBits;
    long bytes = Math.multiplyExact(Long.parseLong(whole), unit);
    return fraction == null
        ? bytes
        : Math.addExact(bytes, (long) (Double.parseDouble("0." + fraction) * unit));
  }

  /** As people read it: {@code 512 B}, {@code 1.5 KiB}, {@code 3.0 GiB}. */
  public static String format(long bytes) {
    if (bytes < 1L << UNIT_BITS) {
      return bytes + " B";
    }
    int unit =
        Math.min(UNITS.length(), (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / UNIT_BITS);
    double value = (double) bytes / (1L << (UNIT_BITS * unit));
    return "%.1f %siB".formatted(value, UNITS.substring(unit - 1, unit).toUpperCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return format(bytes);
  }
}
