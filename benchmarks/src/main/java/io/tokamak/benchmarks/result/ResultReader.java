// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@link ResultWriter} wrote; anything else is an {@link IllegalArgumentException}. */
final class ResultReader {
  /** Of what was found, in characters of a message. */
  private static final int LONGEST = 60;

  private ResultReader() {}

  static ResultFile read(String text) {
    Fields fields = Fields.of(JsonValues.read(text));
    String format = fields.text("format");
    if (!format.equals(ResultWriter.FORMAT)) {
      throw new IllegalArgumentException(
          "expected format " + ResultWriter.FORMAT + ", found " + format);
    }
    return new ResultFile(
        fields.text("command"),
        texts(fields.fields("machine")),
        fields.list("peers").stream().map(Fields::of).map(ResultReader::peer).toList(),
        fields.list("rows").stream().map(Fields::of).map(ResultReader::row).toList());
  }

  private static Map<String, String> texts(Fields fields) {
    Map<String, String> texts = new LinkedHashMap<>();
    fields.names().forEach(name -> texts.put(name, fields.text(name)));
    return texts;
  }

  private static Peer peer(Fields fields) {
    return new Peer(fields.text("name"), fields.text("version"), fields.text("command"));
  }

  private static Row row(Fields fields) {
    Row row =
        new Row(
            fields.text("system"),
            fields.text("op"),
            fields.count("size_bytes"),
            fields.count("nodes"),
            fields.count("clients"),
            fields.count("in_flight"),
            fields.count("objects"),
            fields.whole("n"),
            fields.count("rep"),
            fields.number("p50_us").doubleValue(),
            fields.number("p99_us").doubleValue(),
            fields.number("mb_per_s").doubleValue(),
            Map.of());
    for (String name : fields.rest()) {
      row = row.with(name, fields.number(name).doubleValue());
    }
    return row;
  }

  /** The fields of one JSON object, and which of them nobody has asked for. */
  private static final class Fields {
    private final Map<String, Object> values;
    private final Map<String, Object> rest;

    private Fields(Map<String, Object> values) {
      this.values = values;
      this.rest = new LinkedHashMap<>(values);
    }

    static Fields of(Object value) {
      if (!(value instanceof Map<?, ?> map)) {
        throw new IllegalArgumentException("expected an object in braces, found " + brief(value));
      }
      Map<String, Object> values = new LinkedHashMap<>();
      map.forEach((name, each) -> values.put((String) name, each));
      return new Fields(values);
    }

    List<String> names() {
      return List.copyOf(values.keySet());
    }

    List<String> rest() {
      return List.copyOf(rest.keySet());
    }

    String text(String name) {
      return get(name, String.class, "a text");
    }

    Number number(String name) {
      return get(name, Number.class, "a number");
    }

    long whole(String name) {
      return get(name, Long.class, "a whole number");
    }

    int count(String name) {
      long value = whole(name);
      if (value < 0 || value > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(name + " must be a count, found " + value);
      }
      return (int) value;
    }

    List<?> list(String name) {
      return get(name, List.class, "a list");
    }

    Fields fields(String name) {
      return of(get(name, Map.class, "an object in braces"));
    }

    private <T> T get(String name, Class<T> type, String kind) {
      Object value = values.getOrDefault(name, "nothing");
      if (!values.containsKey(name) || !type.isInstance(value)) {
        throw new IllegalArgumentException(
            "expected %s called %s, found %s".formatted(kind, name, brief(value)));
      }
      rest.remove(name);
      return type.cast(value);
    }

    private static String brief(Object value) {
      String text = value.toString();
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
  }
}
