// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.demo;

import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A reading process, seen from the demonstration. */
final class Reader implements AutoCloseable {
  private static final String MAIN_CLASS = "io.tokamak.cli.Main";
  private static final long POLL_NS = 5_000_000;

  private final Process process;
  private final Path output;
  private final long startNs = System.nanoTime();

  private Reader(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts one.
   *
   * @param output takes what it prints
   * @param options further arguments
   */
  static Reader start(Path socket, Path manifest, Path output, String... options)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("demo-reader", socket.toString(), manifest.toString()));
    arguments.addAll(List.of(options));
    Process process =
        new ProcessBuilder(JvmCommand.ofThisProcess().of(MAIN_CLASS, arguments))
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(output.toFile())
            .redirectErrorStream(true)
            .start();
    return new Reader(process, output);
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end; returns whether it found all as expected. */
  boolean awaitSuccess(Duration timeout) throws IOException, InterruptedException {
    return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)
        && process.exitValue() == 0
        && hasPrinted(ReaderCommand.DONE);
  }

  /** Waits until it has printed a line; returns whether it did. */
  boolean awaitLine(String line, Duration timeout) throws IOException {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (process.isAlive() && !hasPrinted(line) && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(POLL_NS);
    }
    return process.isAlive() && hasPrinted(line);
  }

  private boolean hasPrinted(String line) throws IOException {
    return Files.readAllLines(output).contains(line);
  }

  /** What it printed, for when things go wrong. */
  String output() throws IOException {
    return Files.readString(output).strip();
  }

  /** Since its start. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNs);
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
