// SPDX-License-Identifier: Apache-2.0

package io.tokamak.system.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly: maps, lists, strings, longs, doubles, booleans and null. */
final class JsonReader {
  private final String text;
  private int position;

  private JsonReader(String text) {
    this.text = text;
  }

  /** The one value of the text. */
  static Object read(String text) {
    JsonReader reader = new JsonReader(text.strip());
    Object value = reader.value();
    if (reader.position != reader.text.length()) {
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
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object() {
    Map<String, Object> fields = new LinkedHashMap<>();
    expect('{');
    while (peek() != '}') {
      String name = string();
      expect(':');
      fields.put(name, value());
      separator('}');
    }
    expect('}');
    return fields;
  }

  private List<Object> array() {
    List<Object> values = new ArrayList<>();
    expect('[');
    while (peek() != ']') {
      values.add(value());
      separator(']');
    }
    expect(']');
    return values;
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
    while (peek() != '"') {
      char c = text.charAt(position++);
      string.append(c == '\\' ? escaped(text.charAt(position++)) : c);
    }
    expect('"');
    return string.toString();
  }

  private char escaped(char c) {
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'u' -> (char) Integer.parseInt(text, position, position += 4, 16);
      default -> throw wrong("an escape");
    };
  }

  private Object number() {
    int start = position;
    while (position < text.length() && "+-.eE0123456789".indexOf(text.charAt(position)) >= 0) {
      position++;
    }
    String digits = text.substring(start, position);
    return digits.matches("-?\\d+") ? (Object) Long.valueOf(digits) : Double.valueOf(digits);
  }

  private Object word(String word, Object value) {
    if (!text.startsWith(word, position)) {
      throw wrong(word);
    }
    position += word.length();
    return value;
  }

  private char peek() {
    if (position >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(position);
  }

  private void expect(char c) {
    if (peek() != c) {
      throw wrong("'" + c + "'");
    }
    position++;
  }

  private AssertionError wrong(String expected) {
    return new AssertionError("no JSON: expected " + expected + " at " + position + " of " + text);
  }
}
