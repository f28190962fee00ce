// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything a run leaves behind.
 *
 * @param command what was run
 * @param machine what it was run on, by {@link io.tokamak.benchmarks.harness.Machine#description}
 * @param peers what was measured beside
 * @param rows what was measured
 */
public record ResultFile(
    String command, Map<String, String> machine, List<Peer> peers, List<Row> rows) {

  /** Copies all of it. */
  public ResultFile {
    machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
    peers = List.copyOf(peers);
    rows = List.copyOf(rows);
  }

  /** Writes it as JSON. */
  public void write(Path file) throws IOException {
    Files.writeString(file, ResultWriter.text(this));
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is not a result file; the message says where
   */
  public static ResultFile read(Path file) throws IOException {
    try {
      return ResultReader.read(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is no result file: " + e.getMessage(), e);
    }
  }
}
