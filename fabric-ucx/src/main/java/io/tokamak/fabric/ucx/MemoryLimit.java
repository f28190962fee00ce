// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** How much memory this process may pin, and what to say when that is too little. */
final class MemoryLimit {
  private static final Path LIMITS = Path.of("/proc/self/limits");
  private static final String LINE = "Max locked memory";

  private MemoryLimit() {}

  /** The limit in bytes; empty when there is none, or nobody knows. */
  static Optional<Long> bytes() {
    try (Stream<String> lines = Files.lines(LIMITS)) {
      return lines.filter(line -> line.startsWith(LINE)).findFirst().flatMap(MemoryLimit::parse);
    } catch (IOException | RuntimeException unreadable) {
      return Optional.empty();
    }
  }

  static Optional<Long> parse(String line) {
    String soft = line.substring(LINE.length()).strip().split("\\s+", -1)[0];
    return soft.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(soft)) : Optional.empty();
  }

  /** Why so much could not be registered, and what to do. */
  static String explain(long wantedBytes, String said) {
    return explain(wantedBytes, said, bytes());
  }

  static String explain(long wantedBytes, String said, Optional<Long> limit) {
    String tried = "cannot register %d MiB (%s)".formatted(wantedBytes >> 20, said);
    return limit
        .filter(bytes -> bytes < wantedBytes)
        .map(bytes ->
            tried
                + ": this process may pin %d KiB; raise it with ulimit -l unlimited, or LimitMEMLOCK=infinity"
                    .formatted(bytes >> 10))
        .orElse(tried + ": is that much memory free, and may the device be used?");
  }
}
