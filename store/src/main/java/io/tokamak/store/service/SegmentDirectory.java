// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import io.tokamak.memory.os.LockFile;
import io.tokamak.memory.os.PrivateDirectory;
import io.tokamak.memory.os.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directory of segment files, named {@code <hash of the socket>-<pid>.segment}. A live node holds
 * {@code <hash>.lock}; segments whose lock is free belonged to nodes that died, and are removed by
 * the next node that comes.
 */
final class SegmentDirectory implements AutoCloseable {
  private static final Pattern SEGMENT_NAME = Pattern.compile("([0-9a-f]{16})-[0-9]+\\.segment");
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final int HASH_BYTES = 8;
  private static final long LOCK_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOCK_RETRY_NS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Path directory;
  private final String hash;
  private final LockFile lock;

  private SegmentDirectory(Path directory, String hash, LockFile lock) {
    this.directory = directory;
    this.hash = hash;
    this.lock = lock;
  }

  /** This user's own directory in /dev/shm. */
  static SegmentDirectory shared(Path socket) {
    if (!Files.isDirectory(SHARED_MEMORY)) {
      throw new StoreStartException(
          "there is no /dev/shm here: mount a tmpfs there, or use --dir or --memfd");
    }
    String name = "tokamak-" + Integer.toUnsignedString(ProcessIdentity.currentUid());
    return enter(PrivateDirectory.ensure(SHARED_MEMORY.resolve(name)), socket);
  }

  /** A directory that the user chose. */
  static SegmentDirectory given(Path directory, Path socket) {
    if (!Files.isDirectory(directory)) {
      throw new StoreStartException(
          "--dir " + directory + " is not a directory: create it, or choose another one");
    }
    return enter(directory, socket);
  }

  private static SegmentDirectory enter(Path directory, Path socket) {
    String hash = hash(socket);
    SegmentDirectory entered = new SegmentDirectory(directory, hash, lock(directory, hash));
    entered.removeStale();
    return entered;
  }

  /**
   * The socket is ours, so nobody else holds this lock longer than it takes to look for stale
   * files.
   */
  private static LockFile lock(Path directory, String hash) {
    long deadlineNs = System.nanoTime() + LOCK_TIMEOUT_NS;
    Optional<LockFile> lock = LockFile.tryAcquire(lockPath(directory, hash));
    while (lock.isEmpty() && System.nanoTime() - deadlineNs < 0) {
      LockSupport.parkNanos(LOCK_RETRY_NS);
      lock = LockFile.tryAcquire(lockPath(directory, hash));
    }
    return lock.orElseThrow(() ->
        new StoreStartException(
            "another process holds "
                + lockPath(directory, hash)
                + ": end it, or choose another --dir"));
  }

  private static Path lockPath(Path directory, String hash) {
    return directory.resolve(hash + ".lock");
  }

  /** A path that nobody uses. */
  Path newSegmentPath() {
    return directory.resolve(hash + "-" + ProcessHandle.current().pid() + ".segment");
  }

  private void removeStale() {
    for (Path file : segments()) {
      Matcher name = SEGMENT_NAME.matcher(file.getFileName().toString());
      if (name.matches()) {
        removeIfStale(file, name.group(1));
      }
    }
  }

  private void removeIfStale(Path file, String owner) {
    if (owner.equals(hash)) {
      remove(file);
      return;
    }
    LockFile.tryAcquire(lockPath(directory, owner))
        .ifPresent(free -> {
          remove(file);
          free.close();
        });
  }

  private List<Path> segments() {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + directory, e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file + ", which a dead node left", e);
    }
  }

  private static String hash(Path socket) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(socket.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Says that this node has no segment here any more. */
  @Override
  public void close() {
    lock.close();
  }
}
