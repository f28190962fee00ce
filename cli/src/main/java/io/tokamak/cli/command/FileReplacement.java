// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file beside the one it replaces and renames it at the end: whatever goes wrong, the old
 * file stays whole. What is no regular file (a pipe, a device) is written to directly.
 */
final class FileReplacement {
  /** Writes the contents. */
  interface Writer {
    void write(FileChannel file) throws IOException;
  }

  private FileReplacement() {}

  /** Creates or replaces {@code file}. */
  static void write(Path file, Writer writer) throws IOException {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        writeDirectly(file, writer);
      } else {
        replace(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath(), writer);
      }
    } catch (FileSystemException e) {
      throw e; // names its file
    } catch (IOException e) {
      throw new IOException("get -o %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static void writeDirectly(Path file, Writer writer) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writer.write(channel);
    }
  }

  private static void replace(Path file, Writer writer) throws IOException {
    Path part =
        file.resolveSibling(
            ".tokamak-%d-%x.part".formatted(ProcessHandle.current().pid(), System.nanoTime()));
    part.toFile().deleteOnExit(); // for Ctrl-C
    try {
      try (FileChannel channel = create(part, file)) {
        writer.write(channel);
      }
      keepPermissions(file, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** With errors that name what somebody asked for, not the part. */
  private static FileChannel create(Path part, Path file) throws IOException {
    try {
      return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw named(new NoSuchFileException(file.toString()), e);
    } catch (AccessDeniedException e) {
      throw named(new AccessDeniedException(String.valueOf(file.getParent())), e);
    } catch (FileSystemException e) {
      throw named(new FileSystemException(file.toString(), null, e.getReason()), e);
    }
  }

  private static FileSystemException named(FileSystemException named, FileSystemException cause) {
    named.initCause(cause);
    return named;
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }
}
