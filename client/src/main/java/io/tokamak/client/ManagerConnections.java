// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.SocketPaths;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import io.tokamak.wire.message.GreetRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The connections to the manager of this machine's node: made when they are needed, kept for the
 * next when there are not too many. Thread-safe.
 */
final class ManagerConnections {
  private static final int MOST_IDLE = 16;
  private static final int TURN_MS = 50;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<FrameConnection> idle = new ArrayDeque<>();
  private final Set<FrameConnection> open = new HashSet<>();
  private final ConnectSettings settings;
  private final Path socket;
  private boolean closed;

  ManagerConnections(ConnectSettings settings) {
    this.settings = settings;
    this.socket = SocketPaths.manager(settings.socket());
  }

  /**
   * A connection that nobody else uses.
   *
   * @throws InvalidRequestException when this node has no manager
   * @throws DisconnectedException when it does not answer
   */
  FrameConnection take() {
    FrameConnection connection = takeIdle();
    return connection != null ? connection : connect();
  }

  private @Nullable FrameConnection takeIdle() {
    lock.lock();
    try {
      return idle.poll();
    } finally {
      lock.unlock();
    }
  }

  private FrameConnection connect() {
    FrameConnection connection = open();
    try {
      int pid = (int) ProcessHandle.current().pid();
      connection.exchange(new GreetRequest(pid, settings.name()));
      connection.receiveInTurns(TURN_MS);
      connection.lookFirst();
      note(connection);
      return connection;
    } catch (RuntimeException refused) {
      connection.close();
      throw refused;
    }
  }

  private FrameConnection open() {
    try {
      return FrameConnection.open(socket, settings.callTimeoutMs());
    } catch (DisconnectedException refused) {
      if (Files.exists(socket)) {
        throw refused;
      }
      throw new InvalidRequestException(
          "the node at "
              + settings.socket()
              + " takes no part in a cluster: there is no "
              + socket.getFileName()
              + " beside its socket; it is of another release, or was started without the part that talks to other nodes",
          refused);
    }
  }

  private void note(FrameConnection connection) {
    lock.lock();
    try {
      if (closed) {
        throw new DisconnectedException("this client was closed; connect a new one");
      }
      open.add(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Takes a connection back on which every call has been answered. */
  void giveBack(FrameConnection connection) {
    lock.lock();
    try {
      if (idle.size() < MOST_IDLE && !closed) {
        idle.push(connection);
        return;
      }
    } finally {
      lock.unlock();
    }
    discard(connection);
  }

  /** Ends a connection; the node gives up what was asked on it. */
  void discard(FrameConnection connection) {
    connection.close();
    lock.lock();
    try {
      open.remove(connection);
    } finally {
      lock.unlock();
    }
  }

  /** Ends all of them, whoever waits there. */
  void close() {
    List<FrameConnection> all;
    lock.lock();
    try {
      closed = true;
      all = List.copyOf(open);
      open.clear();
      idle.clear();
    } finally {
      lock.unlock();
    }
    all.forEach(FrameConnection::close);
  }
}
