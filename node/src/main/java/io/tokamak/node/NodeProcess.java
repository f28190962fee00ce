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

  private static long kibibytes(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }

  /**
   * Asks it to stop (SIGTERM) and waits until it has.
   *
   * @return false when it still runs after {@code timeout}, or may not be asked by this user
   */
  public boolean stop(Duration timeout) {
    return signal() && awaitEnd(timeout);
  }

  private boolean signal() {
    return !isAlive() || ProcessHandle.of(pid()).map(ProcessHandle::destroy).orElse(true);
  }

  private boolean awaitEnd(Duration timeout) {
    long deadlineNs = System.nanoTime() + timeout.toNanos();
    while (isAlive() && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(POLL_NS);
    }
    return !isAlive();
  }
}
