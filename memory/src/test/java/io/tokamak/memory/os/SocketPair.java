// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Two connected sockets and the listener that made them. */
record SocketPair(UnixListener listener, UnixSocket client, UnixSocket server)
    implements AutoCloseable {

  static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

  static SocketPair connect(Path directory) {
    Path path = directory.resolve("socket");
    UnixListener listener = UnixListener.listen(path, OWNER_ONLY, 16);
    UnixSocket client = UnixSocket.connect(path, 10_000);
    return new SocketPair(listener, client, listener.accept().orElseThrow());
  }

  @Override
  public void close() {
    client.close();
    server.close();
    listener.close();
  }
}
