// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks.result;

import io.tokamak.benchmarks.harness.Row;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
  private static final String ADVICE = "give one that --json or bench figures wrote";

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
   * @throws IOException when it cannot be read; the message says which file, why, and what to give
   * @throws IllegalArgumentException when it is not a result file; the message says where
   */
  public static ResultFile read(Path file) throws IOException {
    try {
      return ResultReader.read(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " is no result file: " + e.getMessage() + "; " + ADVICE, e);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + " is no result file: it is not text in UTF-8; " + ADVICE, e);
    } catch (IOException e) {
      throw new IOException(
          "cannot read the result file %s: %s; %s".formatted(file, reason(file, e), ADVICE), e);
    }
  }

  /**
   * Several files as one; the machine is the first file's.
   *
   * @throws IOException when one cannot be read
   * @throws IllegalArgumentException when one is not a result file, or when two have measured the
   *     same: two runs are not repetitions of each other
   */
  public static ResultFile readAll(List<Path> files) throws IOException {
    List<ResultFile> read = new ArrayList<>();
    Set<Cells.Cell> seen = new HashSet<>();
    for (Path file : files) {
      ResultFile one = read(file);
      for (Cells.Cell cell : Cells.all(one.rows())) {
        if (!seen.add(cell)) {
          throw new IllegalArgumentException(
              "%s has rows of what a file before it has as well (%s): two runs are no repetitions of"
                      .formatted(file, cell.label())
                  + " one; give files of different things, or put the runs side by side with bench"
                  + " compare");
        }
      }
      read.add(one);
    }
    return new ResultFile(
        String.join("; ", read.stream().map(ResultFile::command).distinct().toList()),
        read.getFirst().machine(),
        read.stream().flatMap(one -> one.peers().stream()).toList(),
        read.stream().flatMap(one -> one.rows().stream()).toList());
  }

  private static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "this user may not read it";
    }
    return Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
  }
}
