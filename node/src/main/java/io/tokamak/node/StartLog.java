// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What one start writes, apart from what others write to the log meanwhile: a copy of the log, so
 * that it can take its place with all that was there, and what comes after that.
 *
 * @param path the file
 * @param offset where the own part begins
 */
record StartLog(Path path, int offset) {
  /** One beside a log, which need not be there yet. */
  static StartLog of(Path log) throws IOException {
    byte[] before = contents(log);
    Path path = Files.createTempFile(log.toAbsolutePath().getParent(), "start", ".log");
    return new StartLog(Files.write(path, before), before.length);
  }

  private static byte[] contents(Path log) throws IOException {
    try {
      return Files.readAllBytes(log);
    } catch (NoSuchFileException first) {
      return new byte[0];
    }
  }

  /** Takes the place of the log; whoever writes to it goes on. */
  void become(Path log) throws IOException {
    Files.move(path, log, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Adds the own part to the log, and goes away. */
  void appendTo(Path log) throws IOException {
    Files.write(log, own(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    Files.delete(path);
  }

  /** The last line of the own part that says something; empty when there is none. */
  String lastLine() throws IOException {
    try (Stream<String> lines = new String(own(), StandardCharsets.UTF_8).lines()) {
      return lines.filter(line -> !line.isBlank()).reduce((first, last) -> last).orElse("");
    }
  }

  private byte[] own() throws IOException {
    byte[] all = Files.readAllBytes(path);
    return Arrays.copyOfRange(all, offset, all.length);
  }
}
