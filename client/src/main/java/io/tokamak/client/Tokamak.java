// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.memory.words.SharedWords;
import io.tokamak.wire.SocketPaths;
import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.InvalidRequestException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Where it begins: connects to the node on this machine.
 *
 * <pre>{@code
 * try (ObjectStoreClient client = Tokamak.connect()) {
 *   ObjectId id = ObjectId.random();
 *   client.put(id, bytes);
 *   try (ObjectHandle object = client.get(id)) {
 *     use(object.data());
 *   }
 * }
 * }</pre>
 */
public final class Tokamak {
  private Tokamak() {}

  /**
   * Connects to the node at the default socket: {@code $TOKAMAK_SOCKET}, else {@code
   * $XDG_RUNTIME_DIR/tokamak/store.sock}, else {@code /tmp/tokamak-<uid>/store.sock}.
   *
   * @throws DisconnectedException when no node is there
   */
  public static ObjectStoreClient connect() {
    return builder().connect();
  }

  /**
   * Connects to the node at this socket.
   *
   * @throws DisconnectedException when no node is there
   */
  public static ObjectStoreClient connect(Path socket) {
    return builder().socket(socket).connect();
  }

  /** Begins a connection with settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** The settings of a client. For one thread. */
  public static final class Builder {
    private static final int CALL_TIMEOUT_MS = 10_000;

    private Path socket = SocketPaths.defaultSocket();
    private boolean readOnly;
    private String name = "java-" + ProcessHandle.current().pid();
    private int callTimeoutMs = CALL_TIMEOUT_MS;
    private UnaryOperator<SharedWords> words = UnaryOperator.identity();

    private Builder() {}

    /** The node's socket. */
    public Builder socket(Path path) {
      socket = path;
      return this;
    }

    /** Only ever reads: the memory cannot be written through this client, as the kernel sees to. */
    public Builder readOnly() {
      readOnly = true;
      return this;
    }

    /** What the client calls itself in lists and messages; the process id by default. */
    public Builder name(String newName) {
      name = newName;
      return this;
    }

    /**
     * How long to wait for the connection, and for answers that the node gives at once; 10 s by
     * default. A client that had to wait longer for such an answer is disconnected.
     */
    public Builder callTimeout(Duration timeout) {
      long millis = timeout.toMillis();
      if (millis < 1 || millis > Integer.MAX_VALUE) {
        throw new InvalidRequestException(
            "a call timeout of " + timeout + ": it must be 1 ms to 24 days");
      }
      callTimeoutMs = (int) millis;
      return this;
    }

    /** Puts something between the client and the words of the segment: for tests of its death. */
    Builder words(UnaryOperator<SharedWords> between) {
      words = between;
      return this;
    }

    /**
     * Connects.
     *
     * @throws DisconnectedException when no node is there
     */
    public ObjectStoreClient connect() {
      return new ObjectStoreClient(
          Connecting.connect(new ConnectSettings(socket, readOnly, name, callTimeoutMs, words)));
    }
  }
}
