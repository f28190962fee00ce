// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.text;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Writes values as JSON, on one line. */
public final class Json {
  private static final String HEX = "0123456789abcdef";

  private Json() {}

  /**
   * The JSON of a value: maps (in their order), collections, optionals (absent: {@code null}),
   * numbers and booleans; anything else as a string of its {@code toString}.
   */
  public static String of(Object value) {
    return switch (value) {
      case Map<?, ?> map -> object(map);
      case Collection<?> list ->
          list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
      case Optional<?> optional -> optional.isPresent() ? of(optional.get()) : "null";
      case OptionalInt optional ->
          optional.isPresent() ? Integer.toString(optional.getAsInt()) : "null";
      case OptionalLong optional ->
          optional.isPresent() ? Long.toString(optional.getAsLong()) : "null";
      case Double number when !Double.isFinite(number) -> "null";
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      default -> string(value.toString());
    };
  }

  private static String object(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> string(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String string(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(quoted, text.charAt(i));
    }
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, char c) {
    switch (c) {
      case '"', '\\' -> quoted.append('\\').append(c);
      case '\n' -> quoted.append("\\n");
      case '\t' -> quoted.append("\\t");
      case '\r' -> quoted.append("\\r");
      default -> appendPlain(quoted, c);
    }
  }

  private static void appendPlain(StringBuilder quoted, char c) {
    if (c >= ' ' && !Character.isSurrogate(c)) {
      quoted.append(c);
      return;
    }
    quoted.append("\\u");
    for (int shift = Character.SIZE - 4; shift >= 0; shift -= 4) {
      quoted.append(HEX.charAt(c >> shift & 0xf));
    }
  }
}
