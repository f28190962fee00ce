// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.SocketCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Takes connections at a path. Thread-safe. */
public final class UnixListener implements AutoCloseable {

  private final Descriptor descriptor;
  private final Path path;
  private final Object fileKey;

  private UnixListener(Descriptor descriptor, Path path, Object fileKey) {
    this.descriptor = descriptor;
    this.path = path;
    this.fileKey = fileKey;
  }

  /**
   * Creates a socket at {@code path} and listens. A stale socket must be removed first; {@link
   * LockFile} tells whether it is one.
   *
   * @param permissions who may connect
   * @param backlog connections that may wait to be accepted; the kernel's {@code somaxconn} caps it
   * @throws IllegalArgumentException when the path has more than 107 bytes
   * @throws SystemCallException with {@code EADDRINUSE} when the path exists
   */
  public static UnixListener listen(Path path, Set<PosixFilePermission> permissions, int backlog) {
    Descriptor descriptor = UnixSocket.openDescriptor();
    try {
      bind(descriptor, path);
      Object fileKey = restrict(path, permissions);
      check("listen", SocketCalls.listen(descriptor.number(), backlog), path);
      return new UnixListener(descriptor, path, fileKey);
    } catch (RuntimeException e) {
      descriptor.close();
      throw e;
    }
  }

  private static void bind(Descriptor descriptor, Path path) {
    try (Arena arena = Arena.ofConfined()) {
      int result = SocketCalls.bind(descriptor.number(), SocketAddress.of(arena, path));
      if (result == -Errno.EADDRINUSE) {
        throw Errno.failure(
            "bind",
            Errno.EADDRINUSE,
            path.toString(),
            "Something is there: stop the node that listens, or remove what a dead one left.");
      }
      check("bind", result, path);
    }
  }

  /**
   * Nobody can connect before {@code listen}, so setting the mode after {@code bind} is in time.
   */
  private static Object restrict(Path path, Set<PosixFilePermission> permissions) {
    try {
      Files.setPosixFilePermissions(path, permissions);
      return fileKey(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot set permissions of " + path, e);
    }
  }

  private static Object fileKey(Path path) throws IOException {
    return Objects.requireNonNull(
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS).fileKey());
  }

  /**
   * The next connection, blocking until there is one unless {@link #blocking} is off.
   *
   * @return empty when there is none right now, or the listener was closed
   * @throws SystemCallException when it cannot be accepted, for instance {@code EMFILE}; the
   *     listener stays usable
   */
  public Optional<UnixSocket> accept() {
    if (!descriptor.enter()) {
      return Optional.empty();
    }
    try {
      int result;
      do {
        result = SocketCalls.accept(descriptor.number());
      } while (result == -Errno.EINTR);
      return accepted(result);
    } finally {
      descriptor.leave();
    }
  }

  private Optional<UnixSocket> accepted(int result) {
    if (result == -Errno.EAGAIN || (result < 0 && descriptor.isClosed())) {
      return Optional.empty();
    }
    check("accept4", result, path);
    return Optional.of(new UnixSocket(new Descriptor(result)));
  }

  /** Whether {@link #accept} waits; a new listener does. */
  public void blocking(boolean blocking) {
    UnixSocket.setBlocking(descriptor, blocking);
  }

  /** The descriptor number, for a {@link Poller}. */
  public int descriptor() {
    return descriptor.number();
  }

  /** Where it listens. */
  public Path path() {
    return path;
  }

  /**
   * Stops listening, wakes a thread in {@link #accept} and removes the socket file if it is still
   * this listener's. Further calls do nothing.
   */
  @Override
  public void close() {
    if (!descriptor.enter()) {
      return;
    }
    try {
      if (descriptor.close()) {
        SocketCalls.shutdown(descriptor.number());
        removeOwnFile();
      }
    } finally {
      descriptor.leave();
    }
  }

  private void removeOwnFile() {
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && fileKey.equals(fileKey(path))) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove socket " + path, e);
    }
  }

  private static void check(String call, int result, Path path) {
    if (result < 0) {
      throw Errno.failure(call, -result, path.toString());
    }
  }
}
