// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON strictly: maps, lists, strings, longs, doubles and booleans. There is no null, since
 * result files have none. Anything else is an {@link IllegalArgumentException}.
 */
final class JsonReader {
  private static final int DEEPEST = 32;
  private static final int HEX_DIGITS = 4;

  private final String text;
  private int position;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The one value of the text. */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text);
    Object value = reader.value();
    reader.skipSpace();
    if (reader.position != text.length()) {
      throw reader.wrong("the end");
    }
    return value;
  }

  private Object value() {
    return switch (peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> fields = new LinkedHashMap<>();
    open('{');
    while (peek() != '}') {
      String name = string();
      expect(':');
      if (fields.put(name, value()) != null) {
        throw wrong("no second " + name);
      }
      separator('}');
    }
    close('}');
    return fields;
  }

  private List<Object> array() {
    List<Object> values = new ArrayList<>();
    open('[');
    while (peek() != ']') {
      values.add(value());
      separator(']');
    }
    close(']');
    return values;
  }

  private void open(char c) {
    expect(c);
    if (++depth > DEEPEST) {
      throw wrong("fewer values in each other");
    }
  }

  private void close(char c) {
    expect(c);
    depth--;
  }

  private void separator(char end) {
    if (peek() != end) {
      expect(',');
      if (peek() == end) {
        throw wrong("a value");
      }
    }
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    for (char c = next(); c != '"'; c = next()) {
      if (c < ' ') {
        throw wrong("no control character");
      }
      string.append(c == '\\' ? escaped(next()) : c);
    }
    return string.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> hexadecimal();
      default -> throw wrong("an escape");
    };
  }

  private char hexadecimal() {
    int value = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong("four hexadecimal digits");
      }
      value = value * 16 + digit;
    }
    return (char) value;
  }

  private Object number() {
    int start = position;
    while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    try {
      return digits.matches("-?\\d+") ? (Object) Long.valueOf(digits) : Double.valueOf(digits);
    } catch (NumberFormatException e) {
      throw wrong("a number");
    }
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw wrong(word);
    }
    position += word.length();
    return value;
  }

  private void skipSpace() {
    while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
  }

  private char peek() {
    skipSpace();
    if (position >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(position);
  }

  private char next() {
    if (position >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(position++);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    position++;
  }

  private IllegalArgumentException wrong(String expected) {
    return new IllegalArgumentException("expected " + expected + " at character " + position);
  }
}
