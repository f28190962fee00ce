// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A class of the tests running in a JVM of its own. Its output is kept; lines that begin with a
 * mark can be waited for. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MOST_LINES = 10_000;

  private final String name;
  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private boolean ended;

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  /** Starts {@code main} with arguments. */
  public static ChildProcess start(Class<?> main, List<String> arguments) {
    return start(List.of(), main, arguments);
  }

  /** The same by a command that runs a command, for instance in a name space of its own. */
  public static ChildProcess start(List<String> wrapper, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>(wrapper);
    command.addAll(java(main.getName()));
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      ChildProcess child = new ChildProcess(main.getSimpleName(), process);
      Thread.ofPlatform().daemon().name("output of " + process.pid()).start(child::readOutput);
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + command.getFirst(), e);
    }
  }

  /** Small and quick to start: these processes live for seconds. */
  private static List<String> java(String main) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "--illegal-native-access=deny",
        "--sun-misc-unsafe-memory-access=deny",
        "-cp",
        System.getProperty("java.class.path"),
        main);
  }

  private void readOutput() {
    try (BufferedReader output = process.inputReader()) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        add(line);
      }
    } catch (IOException e) {
      add("reading the output failed: " + e);
    } finally {
      end();
    }
  }

  private synchronized void add(String line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    }
    notifyAll();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Waits for a line that begins with {@code mark} and returns what follows the mark. */
  public String await(String mark) {
    return await(mark, PATIENCE);
  }

  /** The same with a patience of its own. */
  public synchronized String await(String mark, Duration patience) {
    long deadlineNs = System.nanoTime() + patience.toNanos();
    int seen = 0;
    while (true) {
      for (; seen < lines.size(); seen++) {
        if (lines.get(seen).startsWith(mark)) {
          return lines.get(seen).substring(mark.length()).strip();
        }
      }
      long leftNs = deadlineNs - System.nanoTime();
      if (ended || leftNs <= 0) {
        throw new AssertionError("%s never said '%s'; it said:%n%s".formatted(this, mark, log()));
      }
      pause(leftNs);
    }
  }

  private synchronized void pause(long leftNs) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(leftNs, 1_000_000));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + this, e);
    }
  }

  /** Says a line to it. */
  public void say(String line) {
    try {
      process.outputWriter().write(line + "\n");
      process.outputWriter().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(this + " does not listen", e);
    }
  }

  /** All it said so far. */
  public synchronized String log() {
    return String.join(System.lineSeparator(), lines);
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it, as kill -9 does, and waits until it is gone. */
  public void kill() {
    process.destroyForcibly();
    exitCode(PATIENCE);
  }

  /** Asks it to end (SIGTERM). */
  public void terminate() {
    process.destroy();
  }

  /** Sends a signal by its name, such as STOP and CONT. */
  public void signal(String signal) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start();
      if (kill.waitFor() != 0) {
        throw new AssertionError("kill -" + signal + " of " + this + " failed");
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError("kill -" + signal + " of " + this + " failed", e);
    }
  }

  /** Waits for its end and returns its exit code. */
  public int exitCode(Duration patience) {
    try {
      return process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS).exitValue();
    } catch (TimeoutException e) {
      throw new AssertionError(this + " does not end; it said:\n" + log(), e);
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits until it ends well by itself. */
  public void finish() {
    int code = exitCode(PATIENCE);
    if (code != 0) {
      throw new AssertionError(this + " ended with " + code + "; it said:\n" + log());
    }
  }

  @Override
  public void close() {
    kill();
  }

  @Override
  public String toString() {
    return name + " (process " + pid() + ")";
  }
}
