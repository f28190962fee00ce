// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows as a JSON array, one object per line. */
public final class RowsJson {
  private RowsJson() {}

  /** The text of the whole file. */
  public static String of(List<Row> rows) {
    return rows.stream().map(RowsJson::of).collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private static String of(Row row) {
    return String.format(
        Locale.ROOT,
        "{\"system\": \"%s\", \"op\": \"%s\", \"size_bytes\": %d, \"clients\": %d, \"n\": %d, \"rep\": %d,"
            + " \"p50_us\": %.5f, \"p99_us\": %.5f, \"mb_per_s\": %.1f, \"objects\": %d}",
        row.system(),
        row.operation(),
        row.sizeBytes(),
        row.clients(),
        row.operations(),
        row.repetition(),
        row.p50Micros(),
        row.p99Micros(),
        row.megabytesPerSecond(),
        row.objects());
  }
}
