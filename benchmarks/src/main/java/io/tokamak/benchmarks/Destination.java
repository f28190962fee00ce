// SPDX-License-Identifier: Apache-2.0

package io.tokamak.benchmarks;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * Tries whether results can be written where they shall be, before minutes go by that would be lost
 * otherwise. A place where they cannot be is a wrong argument of the command.
 */
final class Destination {
  private final CommandSpec command;

  Destination(CommandSpec command) {
    this.command = command;
  }

  /** A file, if there shall be one. Leaves what is there as it is, or nothing. */
  void requireFile(@Nullable Path file) {
    if (file == null) {
      return;
    }
    boolean there = Files.exists(file);
    try {
      Files.newByteChannel(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE).close();
      if (!there) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw refused("results cannot be written to " + file, reason(file, e), e);
    }
  }

  /** A directory; made if it is not there. */
  void requireDirectory(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "try", ".tmp"));
    } catch (IOException e) {
      throw refused("results cannot be written into " + directory, reason(directory, e), e);
    }
  }

  private ParameterException refused(String what, String why, IOException cause) {
    return new ParameterException(
        command.commandLine(),
        "%s: %s; nothing was measured, give a place where this user may write".formatted(what, why),
        cause);
  }

  private static String reason(Path place, IOException e) {
    if (e instanceof FileAlreadyExistsException) {
      return "it is there and is no directory";
    }
    if (e instanceof NoSuchFileException) {
      Path parent = place.toAbsolutePath().getParent();
      return parent != null && Files.isDirectory(parent)
          ? "it cannot be made there"
          : "there is no directory " + parent;
    }
    if (e instanceof AccessDeniedException) {
      return "this user may not";
    }
    String said = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
    return said == null ? e.toString() : said;
  }
}
