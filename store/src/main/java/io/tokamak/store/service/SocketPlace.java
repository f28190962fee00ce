// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.LockFile;
import io.tokamak.memory.os.ProcessIdentity;
import io.tokamak.memory.os.UnixListener;
import io.tokamak.memory.os.UnixSocket;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A socket path that belongs to this node alone, from before it listens until it has ended. A lock
 * beside the socket tells a node that runs from what a dead one left: the kernel drops it with its
 * owner.
 */
final class SocketPlace implements AutoCloseable {
  /** Connections that may wait to be accepted; the kernel's somaxconn caps it. */
  private static final int BACKLOG = 4096;

  private static final int PROBE_TIMEOUT_MS = 1000;
  private static final int ROOT = 0;

  private final Path socket;
  private final boolean othersAllowed;
  private final LockFile lock;

  private SocketPlace(Path socket, boolean othersAllowed, LockFile lock) {
    this.socket = socket;
    this.othersAllowed = othersAllowed;
    this.lock = lock;
  }

  /**
   * Takes the place; creates its directory, for this user alone, when there is none.
   *
   * @throws StoreStartException when another node has it, naming its process
   */
  static SocketPlace claim(Path socket, boolean othersAllowed) {
    try {
      Path directory = ensureDirectory(parent(socket), othersAllowed);
      return claim(directory, directory.resolve(socket.getFileName()), othersAllowed);
    } catch (IOException e) {
      throw new StoreStartException("cannot use the directory of socket " + socket + ": " + e, e);
    }
  }

  private static SocketPlace claim(Path directory, Path socket, boolean othersAllowed) {
    Path lockPath = directory.resolve(socket.getFileName() + ".lock");
    return LockFile.tryAcquire(lockPath)
        .map(lock -> new SocketPlace(socket, othersAllowed, lock))
        .orElseThrow(() -> inUse(socket, lockPath));
  }

  private static StoreStartException inUse(Path socket, Path lockPath) {
    var owner = LockFile.ownerPid(lockPath);
    String who = owner.isPresent() ? "process " + owner.getAsLong() : "another process";
    return new StoreStartException(
        "a node runs on socket "
            + socket
            + " already ("
            + who
            + "): stop it, or start this one on another socket",
        owner);
  }

  private static Path parent(Path socket) {
    Path parent = socket.getParent();
    if (parent == null) {
      throw new StoreStartException(socket + " cannot be a socket: name a file in a directory");
    }
    return parent;
  }

  /** The real path, so that all names of one directory mean one place. */
  private static Path ensureDirectory(Path directory, boolean othersAllowed) throws IOException {
    if (!Files.isDirectory(directory)) {
      create(directory, othersAllowed ? "rwx--x--x" : "rwx------");
    }
    Path real = directory.toRealPath();
    requireTrusted(real);
    return real;
  }

  private static void create(Path directory, String permissions) throws IOException {
    if (directory.getParent() != null) {
      Files.createDirectories(directory.getParent());
    }
    try {
      Files.createDirectory(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(permissions));
    } catch (FileAlreadyExistsException concurrently) {
      // Another node made it for itself just now: as good.
    }
  }

  /** Whoever owns a directory can replace the socket in it and listen in our place. */
  private static void requireTrusted(Path directory) throws IOException {
    int owner = (int) Files.getAttribute(directory, "unix:uid");
    if (owner != ROOT && owner != ProcessIdentity.currentUid()) {
      throw new StoreStartException(
          "directory "
              + directory
              + " belongs to user "
              + Integer.toUnsignedString(owner)
              + ", who could take clients over: choose a socket in a directory of your own");
    }
  }

  /** Where clients connect. */
  Path socket() {
    return socket;
  }

  /**
   * Listens, non-blocking, in place of what a dead node left.
   *
   * @throws StoreStartException when the path is taken by something else
   */
  UnixListener listen() {
    removeStale();
    UnixListener listener = UnixListener.listen(socket, permissions(), BACKLOG);
    listener.blocking(false);
    return listener;
  }

  private Set<PosixFilePermission> permissions() {
    return PosixFilePermissions.fromString(othersAllowed ? "rw-rw-rw-" : "rw-------");
  }

  private void removeStale() {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try {
      requireDeadSocket();
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      throw new StoreStartException(
          "cannot remove " + socket + ", which a dead node left: " + e, e);
    }
  }

  private void requireDeadSocket() throws IOException {
    if (!Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
        .isOther()) {
      throw new StoreStartException(
          socket + " exists and is not a socket: choose another socket path");
    }
    if (somebodyListens()) {
      throw new StoreStartException(
          "a program that is not a node of this version listens on "
              + socket
              + ": stop it, or choose another socket");
    }
  }

  private boolean somebodyListens() {
    try (UnixSocket probe = UnixSocket.connect(socket, PROBE_TIMEOUT_MS)) {
      return probe.descriptor() >= 0;
    } catch (SystemCallException refused) {
      return false;
    }
  }

  /** Gives the place up. The listener removes its socket itself, before. */
  @Override
  public void close() {
    lock.close();
  }
}
