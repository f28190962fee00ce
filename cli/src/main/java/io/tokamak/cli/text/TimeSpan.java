// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A time as people write it: {@code 500ms}, {@code 10s}, {@code 2m}, {@code 1h}; a bare number is
 * seconds.
 *
 * @param duration the time
 */
public record TimeSpan(Duration duration) {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12})(ms|s|m|h|)");

  /**
   * Reads a time.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static TimeSpan parse(String text) {
    Matcher form = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is no time: write a number with ms, s, m or h, such as 500ms or 10s"
              .formatted(text));
    }
    long number = Long.parseLong(form.group(1));
    return new TimeSpan(
        switch (form.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofSeconds(number);
        });
  }

  /** As people read it, two units at most: {@code 4 s}, {@code 3 min 12 s}, {@code 2 d 5 h}. */
  public static String format(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }

  @Override
  public String toString() {
    return format(duration);
  }
}
