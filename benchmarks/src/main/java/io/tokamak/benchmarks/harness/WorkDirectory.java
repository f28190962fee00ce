// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.stream.Stream;

/**
 * A directory of its own for a run, and everything that was started in it; all gone at the end,
 * however the run ends.
 */
public final class WorkDirectory implements AutoCloseable {
  private final Path path;
  private final Progress progress;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Thread cleaner = new Thread(this::stop, "tokamak-bench-cleaner");

  private WorkDirectory(Path path, Progress progress) {
    this.path = path;
    this.progress = progress;
  }

  /** Makes one. */
  public static WorkDirectory create(Progress progress) throws IOException {
    WorkDirectory directory =
        new WorkDirectory(Files.createTempDirectory("tokamak-bench"), progress);
    Runtime.getRuntime().addShutdownHook(directory.cleaner);
    return directory;
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Closes this at the end, before what was added earlier. */
  public synchronized <T extends AutoCloseable> T add(T resource) {
    started.push(resource);
    return resource;
  }

  /** Stops everything. Can be repeated. */
  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException shuttingDown) {
      progress.say("interrupted: everything that was started is stopped");
    }
  }

  private synchronized void stop() {
    while (!started.isEmpty()) {
      closeNext();
    }
    try (Stream<Path> files = Files.exists(path) ? Files.walk(path) : Stream.empty()) {
      files.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void closeNext() {
    try {
      started.pop().close();
    } catch (Exception e) {
      progress.say("could not stop something: " + e.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
