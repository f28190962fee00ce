// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.fabric.Readiness;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * The unix socket of a manager. It lies beside the one of the store, whose lock keeps other nodes
 * away from both: what is found there was left by a dead one. For the manager's thread.
 */
final class ClientSocket implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final Path path;
  private final ServerSocketChannel server;
  private final UserPrincipal self;
  private boolean called;

  private ClientSocket(Path path, ServerSocketChannel server, UserPrincipal self) {
    this.path = path;
    this.server = server;
    this.self = self;
  }

  /** Listens; only the user of this process may connect. */
  static ClientSocket listen(Path path, Readiness readiness) throws IOException {
    UserPrincipal self = Files.getOwner(Path.of("/proc/self"));
    Files.deleteIfExists(path);
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
      server.configureBlocking(false);
      ClientSocket socket = new ClientSocket(path, server, self);
      readiness.register(server, SelectionKey.OP_ACCEPT, key -> socket.called = true);
      return socket;
    } catch (IOException | RuntimeException refused) {
      server.close();
      throw refused;
    }
  }

  /** The next client that wants to connect; null when there is none. */
  @Nullable SocketChannel accept() throws IOException {
    SocketChannel channel = called ? server.accept() : null;
    called = channel != null;
    return channel;
  }

  /** Whether it is the user of this process who connected, as the kernel says. */
  boolean isOwn(SocketChannel client) throws IOException {
    return client.getOption(ExtendedSocketOptions.SO_PEERCRED).user().equals(self);
  }

  /** Stops listening and removes the socket. */
  @Override
  public void close() throws IOException {
    server.close();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.delete(path);
    }
  }
}
