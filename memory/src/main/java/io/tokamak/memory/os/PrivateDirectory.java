// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.ProcessCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A directory nobody but its owner can enter, for memory files and sockets. */
public final class PrivateDirectory {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateDirectory() {}

  /**
   * Creates the directory with mode 0700, or checks the one that is there. Its parent must exist.
   *
   * <p>The check matters in directories all users can write, such as /dev/shm: somebody else may
   * have put a directory or a link of that name there.
   *
   * @throws io.tokamak.memory.SystemCallException when it belongs to somebody else, others can
   *     enter it, or it cannot be created
   */
  public static Path ensure(Path directory) {
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException present) {
      requirePrivate(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create directory " + directory, e);
    }
    return directory;
  }

  private static void requirePrivate(Path directory) {
    String found = describeFault(directory);
    if (!found.isEmpty()) {
      throw Errno.failure(
          "mkdir",
          Errno.EEXIST,
          directory.toString(),
          "It exists and " + found + ". Remove it or choose another directory.");
    }
  }

  private static String describeFault(Path directory) {
    try {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        return "is not a directory";
      }
      int uid = (int) Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
      if (uid != ProcessCalls.effectiveUid()) {
        return "belongs to user " + Integer.toUnsignedString(uid);
      }
      return describeAccess(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot look at directory " + directory, e);
    }
  }

  private static String describeAccess(Path directory) throws IOException {
    Set<PosixFilePermission> found =
        Files.getPosixFilePermissions(directory, LinkOption.NOFOLLOW_LINKS);
    return OWNER_ONLY.equals(found)
        ? ""
        : "has mode " + PosixFilePermissions.toString(found) + " instead of rwx------";
  }
}
