// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A server that ends with this process, whatever ends this process: a shell between them waits for
 * the end of its input and then stops the server, so that a kill -9 leaves nothing behind either.
 * What the server prints goes to a file. The shell catches signals and does not ignore them: what a
 * shell ignores its children ignore too, and the server could not be asked to stop.
 */
public final class ChildProcess implements AutoCloseable {
  private static final String GUARD =
      """
      trap : INT HUP TERM
      log=$1
      shift
      "$@" </dev/null >>"$log" 2>&1 &
      child=$!
      echo "$child"
      (trap '' INT HUP TERM; exec cat >/dev/null)
      kill "$child" 2>/dev/null
      wait "$child"
      """;

  private static final int STOP_SECONDS = 8;
  private static final int GLANCE_MS = 20;
  private static final int SHOWN_LOG_CHARACTERS = 2000;

  private final Process guard;
  private final long pid;
  private final String name;
  private final Path log;

  private final List<String> command;

  private ChildProcess(Process guard, long pid, String name, List<String> command, Path log) {
    this.guard = guard;
    this.pid = pid;
    this.name = name;
    this.command = List.copyOf(command);
    this.log = log;
  }

  /** Starts it; what it prints is appended to {@code log}. */
  public static ChildProcess start(String name, List<String> command, Path log) {
    return start(name, command, log, Map.of());
  }

  /** The same, with something in its environment that is nobody else's business. */
  public static ChildProcess start(
      String name, List<String> command, Path log, Map<String, String> environment) {
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", log.toString()));
    guarded.addAll(command);
    try {
      ProcessBuilder builder = new ProcessBuilder(guarded);
      builder
          .environment()
          .remove("TOKAMAK_DIRECTORY"); // nodes that are measured are among themselves
      builder.environment().putAll(environment);
      Process guard = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
      BufferedReader output = guard.inputReader(StandardCharsets.US_ASCII);
      return new ChildProcess(guard, Long.parseLong(output.readLine()), name, command, log);
    } catch (IOException | NumberFormatException e) {
      throw new BenchException("cannot start " + name + " (" + command.getFirst() + ")", e);
    }
  }

  /** Its process id. */
  public long pid() {
    return pid;
  }

  /** How it was started. */
  public List<String> command() {
    return command;
  }

  /** Whether it runs. */
  public boolean isAlive() {
    return ProcessHandle.of(pid).isPresent();
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return its exit code; empty when it runs on for longer than that
   */
  public OptionalInt await(Duration patience) throws InterruptedException {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    while (isAlive()) {
      if (System.nanoTime() - deadlineNs > 0) {
        return OptionalInt.empty();
      }
      TimeUnit.MILLISECONDS.sleep(GLANCE_MS);
    }
    close();
    return OptionalInt.of(guard.waitFor());
  }

  /** What it printed last. */
  public String lastWords() {
    try {
      String text = Files.readString(log).strip();
      return text.substring(Math.max(0, text.length() - SHOWN_LOG_CHARACTERS));
    } catch (IOException e) {
      return "(nothing)";
    }
  }

  /** Stops it, by force if need be. */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (IOException e) {
      kill();
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    }
  }

  private void kill() {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    guard.destroyForcibly();
  }

  @Override
  public String toString() {
    return name + " (process " + pid + ")";
  }
}
