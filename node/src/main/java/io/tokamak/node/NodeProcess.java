// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The process behind a socket, as the kernel tells: no file with a process id that could be out of
 * date.
 *
 * @param identity which process
 */
public record NodeProcess(ProcessIdentity identity) {
  private static final int CONNECT_TIMEOUT_MS = 1000;
  private static final long POLL_NS = 5_000_000;

  /** The process that listens on a socket; empty when none does, or it cannot be seen from here. */
  public static Optional<NodeProcess> at(Path socket) {
    try (UnixSocket connection = UnixSocket.connect(socket, CONNECT_TIMEOUT_MS)) {
      return ProcessIdentity.of(connection.peerCredentials().pid()).map(NodeProcess::new);
    } catch (SystemCallException nobody) {
      return Optional.empty();
    }
  }

  /** The process id. */
  public long pid() {
    return identity.pid();
  }

  /** Whether it still runs. */
  public boolean isAlive() {
    return identity.isAlive();
  }

  /** When it started. */
  public Optional<Instant> startedAt() {
    return ProcessHandle.of(pid()).flatMap(process -> process.info().startInstant());
  }

  /** Bytes of memory it takes beside what it shares with its clients. */
  public OptionalLong privateBytes() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/" + pid() + "/status"));
      return OptionalLong.of((kibibytes(lines, "VmRSS:") - kibibytes(lines, "RssShmem:")) * 1024);
    } catch (IOException gone) {
      return OptionalLong.empty();
    }
  }

  /** Which part of the machine it runs on. */
  public Optional<NumaStatus> numa() {
    return NumaStatus.of(Path.of("/"), pid());
  }

  private static long kibibytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /** How a stop ended. */
  public enum Stop {
    /** It has ended. */
    ENDED,
    /** It was asked and still runs. */
    RUNS_ON,
    /** This user may not ask it: it belongs to another one. */
    NOT_ALLOWED
  }

  /** Asks it to stop (SIGTERM) and waits until it has, at most so long. */
  public Stop stop(Duration timeout) {
    if (!signal()) {
      return Stop.NOT_ALLOWED;
    }
    return awaitEnd(timeout) ? Stop.ENDED : Stop.RUNS_ON;
  }

  /** One that ends meanwhile needs no signal, and gets none. */
  private boolean signal() {
    return ProcessHandle.of(pid()).map(ProcessHandle::destroy).orElse(true) || !isAlive();
  }

  private boolean awaitEnd(Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (isAlive() && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(POLL_NS);
    }
    return !isAlive();
  }
}
