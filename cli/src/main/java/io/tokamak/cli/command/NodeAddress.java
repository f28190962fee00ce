// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.wire.SocketPaths;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which node a command talks to. */
public final class NodeAddress {
  @Option(
      names = {"-s", "--socket"},
      paramLabel = "PATH",
      description =
          "The node's socket. Default: $$TOKAMAK_SOCKET, else $$XDG_RUNTIME_DIR/tokamak/store.sock,"
              + " else /tmp/tokamak-<uid>/store.sock.")
  private Optional<Path> socket = Optional.empty();

  /** The node at the default socket, until options say otherwise. */
  public NodeAddress() {}

  /** The socket, absolute. */
  public Path socket() {
    return socket.orElseGet(SocketPaths::defaultSocket).toAbsolutePath().normalize();
  }

  /** A client that may write. */
  ObjectStoreClient connect() {
    return Tokamak.builder().socket(socket()).name("tokamak").connect();
  }

  /** A client that only looks. */
  ObjectStoreClient connectReadOnly() {
    return Tokamak.builder().socket(socket()).name("tokamak").readOnly().connect();
  }
}
