// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.result.Peer;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** A running server of one system on a unix socket. */
final class Server implements AutoCloseable {
  private static final long START_DEADLINE_NS = 30_000_000_000L;
  private static final long RETRY_NS = 2_000_000;

  private final SystemName system;
  private final Path socket;
  private final ChildProcess process;

  private Server(SystemName system, Path socket, ChildProcess process) {
    this.system = system;
    this.socket = socket;
    this.process = process;
  }

  /** Starts it and waits until it takes connections. */
  static Server start(SystemName system, List<String> command, Path socket, Path log) {
    ChildProcess process = ChildProcess.start(system.label(), command, log);
    Server server = new Server(system, socket, process);
    try {
      server.awaitConnections();
      return server;
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitConnections() {
    long deadlineNs = System.nanoTime() + START_DEADLINE_NS;
    while (!accepts()) {
      if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
        throw new BenchException(process + " does not serve. It said:\n" + process.lastWords());
      }
      LockSupport.parkNanos(RETRY_NS);
    }
  }

  private boolean accepts() {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      return channel.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  SystemName system() {
    return system;
  }

  Path socket() {
    return socket;
  }

  long pid() {
    return process.pid();
  }

  /** For result files. */
  Peer asPeer() {
    return Peer.of(system.label(), process.command());
  }

  @Override
  public void close() {
    process.close();
  }
}
