// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where a node's socket is when nobody says otherwise; clients and nodes agree on it. */
public final class SocketPaths {
  /** What follows the path of a store's socket in that of its manager. */
  public static final String MANAGER_SUFFIX = ".manager";

  private static final String SOCKET = "TOKAMAK_SOCKET";
  private static final String RUNTIME_DIRECTORY = "XDG_RUNTIME_DIR";

  private SocketPaths() {}

  /**
   * {@code $TOKAMAK_SOCKET}, else {@code $XDG_RUNTIME_DIR/tokamak/store.sock}, else {@code
   * /tmp/tokamak-<uid>/store.sock}. Empty variables count as absent.
   */
  public static Path defaultSocket() {
    return defaultSocket(System.getenv(), currentUid());
  }

  /** The socket of the manager that belongs to the store at this socket. */
  public static Path manager(Path store) {
    return store.resolveSibling(store.getFileName() + MANAGER_SUFFIX);
  }

  /** This process belongs to the user it acts as. */
  private static int currentUid() {
    try {
      return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException("which user this is cannot be read: mount /proc", e);
    }
  }

  static Path defaultSocket(Map<String, String> environment, int uid) {
    String socket = environment.getOrDefault(SOCKET, "");
    if (!socket.isEmpty()) {
      return Path.of(socket);
    }
    String runtime = environment.getOrDefault(RUNTIME_DIRECTORY, "");
    return runtime.isEmpty()
        ? Path.of("/tmp", "tokamak-" + Integer.toUnsignedString(uid), "store.sock")
        : Path.of(runtime, "tokamak", "store.sock");
  }
}
