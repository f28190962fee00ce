// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, longs, doubles and booleans. Gson reads it strictly; refused here
 * is what it lets pass and no result file has: null, and a name twice in one object.
 */
final class JsonValues {
  private static final int DEEPEST = 32;

  /** How gson tells programmers, not those who gave the file, that it is no JSON. */
  private static final String ADVICE =
      "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed";

  private JsonValues() {}

  /**
   * The one value of the text.
   *
   * @throws IllegalArgumentException when it is no JSON; the message says where
   */
  static Object read(String text) {
    JsonReader json = new JsonReader(new StringReader(text));
    json.setStrictness(Strictness.STRICT);
    json.setNestingLimit(DEEPEST);
    try {
      Object value = value(json);
      // Throws when something comes behind.
      JsonToken unusedEnd = json.peek();
      return value;
    } catch (IOException | JsonParseException e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("malformed JSON")
        .replace(ADVICE, "malformed");
  }

  private static Object value(JsonReader json) throws IOException {
    return switch (json.peek()) {
      case BEGIN_OBJECT -> object(json);
      case BEGIN_ARRAY -> array(json);
      case STRING -> json.nextString();
      case NUMBER -> ToNumberPolicy.LONG_OR_DOUBLE.readNumber(json);
      case BOOLEAN -> json.nextBoolean();
      default ->
          throw new IllegalArgumentException("expected a value, found null at " + json.getPath());
    };
  }

  private static Map<String, Object> object(JsonReader json) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      if (fields.put(json.nextName(), value(json)) != null) {
        throw new IllegalArgumentException(json.getPath() + " is there twice");
      }
    }
    json.endObject();
    return fields;
  }

  private static List<Object> array(JsonReader json) throws IOException {
    List<Object> values = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      values.add(value(json));
    }
    json.endArray();
    return values;
  }
}
