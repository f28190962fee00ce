// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.InsufficientMemoryException;
import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.FileCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An exclusive lock that the kernel drops when its owner dies, however it dies: a live owner of a
 * directory or socket is told from what a dead one left behind.
 *
 * <p>It is a file of its own, never the memory file: a lock belongs to the open file, and a
 * descriptor that was passed to another process would keep it after the owner's death.
 */
public final class LockFile implements AutoCloseable {

  private final Path path;
  private final Descriptor descriptor;
  private final AtomicBoolean released = new AtomicBoolean();

  private LockFile(Path path, Descriptor descriptor) {
    this.path = path;
    this.descriptor = descriptor;
  }

  /**
   * Takes the lock and writes this process's id into the file; does not wait.
   *
   * @return empty when a live process (this one included) holds it
   * @throws InsufficientMemoryException when the file system is full; the file is removed then
   */
  public static Optional<LockFile> tryAcquire(Path path) {
    while (true) {
      Descriptor descriptor = open(path);
      int result = FileCalls.flock(descriptor.number(), FileCalls.LOCK_EXCLUSIVE_NOW);
      if (result < 0) {
        descriptor.close();
        return refused(result, path);
      }
      if (isStillAt(path, descriptor)) {
        return Optional.of(new LockFile(path, descriptor).withOwner());
      }
      descriptor.close(); // its owner removed the file between open and flock: begin again
    }
  }

  private static Descriptor open(Path path) {
    int flags = FileCalls.O_RDWR | FileCalls.O_CREAT | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;
    int number = FileCalls.open(path.toString(), flags, 0600);
    if (number < 0) {
      throw Errno.failure("open", -number, path.toString());
    }
    return new Descriptor(number);
  }

  private static Optional<LockFile> refused(int result, Path path) {
    if (result == -Errno.EAGAIN) {
      return Optional.empty();
    }
    throw Errno.failure("flock", -result, path.toString());
  }

  private static boolean isStillAt(Path path, Descriptor descriptor) {
    try {
      return Files.isSameFile(path, procPath(descriptor));
    } catch (NoSuchFileException removed) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at lock file " + path, e);
    }
  }

  private LockFile withOwner() {
    String pid = Long.toString(ProcessHandle.current().pid());
    try {
      Files.writeString(procPath(descriptor), pid);
      return this;
    } catch (IOException e) {
      long available = FileCalls.availableBytes(descriptor.number());
      close();
      throw available >= 0 && available < pid.length()
          ? full(pid.length(), available)
          : new UncheckedIOException("cannot write lock file " + path, e);
    }
  }

  private InsufficientMemoryException full(long askedBytes, long availableBytes) {
    return new InsufficientMemoryException(
        "write lock file " + path,
        askedBytes,
        availableBytes,
        "Free some, enlarge the file system, or use another directory.");
  }

  private static Path procPath(Descriptor descriptor) {
    return Path.of("/proc/self/fd/" + descriptor.number());
  }

  /** The process that holds or last held the lock, for messages; empty when there is none. */
  public static OptionalLong ownerPid(Path path) {
    try {
      return OptionalLong.of(Long.parseLong(Files.readString(path).trim()));
    } catch (IOException | NumberFormatException unknown) {
      return OptionalLong.empty();
    }
  }

  /** Removes the file and drops the lock. Further calls do nothing. */
  @Override
  public void close() {
    if (!released.compareAndSet(false, true)) {
      return; // the file at this path may be somebody else's by now
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove lock file " + path, e);
    } finally {
      descriptor.close();
    }
  }
}
