// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Result files as JSON text: one line for each row, so that line tools can be used. */
final class ResultWriter {
  static final String FORMAT = "tokamak-bench-1";

  private ResultWriter() {}

  static String text(ResultFile file) {
    return "{\n\"format\": %s,\n\"command\": %s,\n\"machine\": %s,\n\"peers\": %s,\n\"rows\": %s\n}\n"
        .formatted(
            quoted(FORMAT),
            quoted(file.command()),
            texts(file.machine()),
            lines(file.peers().stream().map(ResultWriter::peer).toList()),
            lines(file.rows().stream().map(ResultWriter::row).toList()));
  }

  private static String lines(List<String> values) {
    return values.isEmpty() ? "[]" : String.join(",\n", values).transform("[\n%s\n]"::formatted);
  }

  private static String peer(Peer peer) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("name", peer.name());
    fields.put("version", peer.version());
    fields.put("command", peer.command());
    return texts(fields);
  }

  private static String texts(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> quoted(field.getKey()) + ": " + quoted(field.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  static String row(Row row) {
    String more =
        row.more().entrySet().stream()
            .map(field -> ", %s: %s".formatted(quoted(field.getKey()), decimal(field.getValue())))
            .collect(Collectors.joining());
    return String.format(
        Locale.ROOT,
        "{\"system\": %s, \"op\": %s, \"size_bytes\": %d, \"nodes\": %d, \"clients\": %d,"
            + " \"in_flight\": %d, \"objects\": %d, \"n\": %d, \"rep\": %d,"
            + " \"p50_us\": %.5f, \"p99_us\": %.5f, \"mb_per_s\": %.1f%s}",
        quoted(row.system()),
        quoted(row.operation()),
        row.sizeBytes(),
        row.nodes(),
        row.clients(),
        row.inFlight(),
        row.objects(),
        row.operations(),
        row.repetition(),
        row.p50Micros(),
        row.p99Micros(),
        row.megabytesPerSecond(),
        more);
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.5f", value);
  }

  static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
