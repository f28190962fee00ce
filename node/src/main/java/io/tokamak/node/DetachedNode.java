// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.wire.SocketPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Starts a node in the background: a process of its own, in a session of its own so that it
 * outlives the terminal, with all output in a log.
 */
public final class DetachedNode {
  private static final long POLL_NS = 10_000_000;
  private static final List<Path> SETSID =
      List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path socket;
  private final Path log;

  /**
   * @param command the words that run the node in the foreground; everybody can read them
   * @param environment what to add to that of this process; only the user can read it
   * @param socket where it will listen
   * @param log where its output goes, after what is there
   */
  public DetachedNode(
      List<String> command, Map<String, String> environment, Path socket, Path log) {
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
    this.socket = socket;
    this.log = log;
  }

  /** How a start ended. */
  public sealed interface Outcome {
    /**
     * It runs.
     *
     * @param process its process
     */
    record Ready(Process process) implements Outcome {}

    /**
     * It ended before anybody could connect.
     *
     * @param exitCode of the process
     * @param output what it said
     */
    record Failed(int exitCode, String output) implements Outcome {}

    /** It runs but nobody could connect in time; it has been ended. */
    record TimedOut() implements Outcome {}
  }

  /** Starts it and waits until clients can connect. */
  public Outcome start(Duration timeout) throws IOException {
    StartLog output = StartLog.of(log);
    Outcome outcome = start(output, timeout);
    if (outcome instanceof Outcome.Ready) {
      output.become(log);
    } else {
      output.appendTo(log);
    }
    return outcome;
  }

  private Outcome start(StartLog output, Duration timeout) throws IOException {
    Process process = spawn(output.path());
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (process.isAlive() && System.nanoTime() - deadlineNs < 0) {
      if (answers(process.pid())) {
        return new Outcome.Ready(process);
      }
      LockSupport.parkNanos(POLL_NS);
    }
    if (process.isAlive()) {
      process.destroyForcibly();
      return new Outcome.TimedOut();
    }
    return new Outcome.Failed(process.exitValue(), output.lastLine());
  }

  private Process spawn(Path output) throws IOException {
    List<String> words = new ArrayList<>();
    setsid().ifPresent(words::add);
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    return builder
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
        .redirectErrorStream(true)
        .start();
  }

  /** It becomes the node: a child is no group leader, so setsid does not fork. */
  private static Optional<String> setsid() {
    return SETSID.stream().filter(Files::isExecutable).map(Path::toString).findFirst();
  }

  /** The manager listens last, when all it needs could be opened. */
  private boolean answers(long pid) {
    return isAt(socket, pid) && isAt(SocketPaths.manager(socket), pid);
  }

  private static boolean isAt(Path path, long pid) {
    return NodeProcess.at(path).filter(found -> found.pid() == pid).isPresent();
  }
}
