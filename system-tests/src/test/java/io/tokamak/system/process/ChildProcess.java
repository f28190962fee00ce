// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A class of the tests running in a JVM of its own. Its output goes to a file, so what it said last
 * is there however it ended; lines that begin with a mark can be waited for. Thread-safe.
 */
public final class ChildProcess implements AutoCloseable {
  /** How long anything may take; {@code tokamak.patience} says how many seconds, else it is 60. */
  public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("tokamak.patience", 60));

  private final String name;
  private final Path output;
  private final Process process;

  private ChildProcess(String name, Path output, Process process) {
    this.name = name;
    this.output = output;
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
      Path output = Files.createTempFile("tokamak-" + main.getSimpleName(), ".log");
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      return new ChildProcess(
          main.getSimpleName(), output, builder.redirectOutput(output.toFile()).start());
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

  /** Waits for a line that begins with {@code mark} and returns what follows the mark. */
  public String await(String mark) {
    return await(mark, PATIENCE);
  }

  /** The same with a patience of its own. */
  public String await(String mark, Duration patience) {
    try {
      return Soon.await(mark + " from " + this, patience)
          .until(() -> said(mark), Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException never) {
      throw neverSaid(mark);
    }
  }

  /** What it said after the mark, as far as whole lines go; throws when it cannot come any more. */
  private Optional<String> said(String mark) {
    boolean mayComeStill = process.isAlive();
    Optional<String> line = wholeLines().filter(each -> each.startsWith(mark)).findFirst();
    if (line.isEmpty() && !mayComeStill) {
      throw neverSaid(mark);
    }
    return line.map(each -> each.substring(mark.length()).strip());
  }

  private Stream<String> wholeLines() {
    String log = log();
    return log.substring(0, log.lastIndexOf('\n') + 1).lines();
  }

  private AssertionError neverSaid(String mark) {
    return new AssertionError("%s never said '%s'; it said:%n%s".formatted(this, mark, log()));
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

  /** All it said so far, also after its end until this is closed. */
  public String log() {
    try {
      return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what " + this + " said", e);
    }
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
    exitCode();
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
  public int exitCode() {
    return exitCode(PATIENCE);
  }

  /** The same with a patience of its own. */
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
    finish(PATIENCE);
  }

  /** The same with a patience of its own. */
  public void finish(Duration patience) {
    int code = exitCode(patience);
    if (code != 0) {
      throw new AssertionError(this + " ended with " + code + "; it said:\n" + log());
    }
  }

  /** Kills it and forgets what it said. */
  @Override
  public void close() {
    kill();
    try {
      Files.deleteIfExists(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name + " (process " + pid() + ")";
  }
}
