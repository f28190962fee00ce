// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;

/** A file in a directory that all ranks see, also over NFS. Only its owner can read it. */
public final class FileRendezvous implements Rendezvous {
  private static final Path THIS_PROCESS = Path.of("/proc/self");

  private final Path file;
  private final User user;

  /** Who this is, as file systems call it. */
  interface User {
    UserPrincipal get() throws IOException;
  }

  /** For the run of that name. */
  public FileRendezvous(Path directory, String run) {
    this(directory, run, () -> Files.getOwner(THIS_PROCESS));
  }

  FileRendezvous(Path directory, String run, User user) {
    this.user = user;
    file = directory.resolve("tokamak-bench-" + (run.isEmpty() ? "run" : run));
  }

  /** Written beside it and renamed: nobody sees half of it. */
  @Override
  public void invite(Invitation invitation) {
    try {
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              file.getFileName().toString(),
              ".new",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      try {
        Files.writeString(draft, invitation.encode());
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft); // it has the secret
      }
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ", where ranks find each other: " + e, e);
    }
  }

  /** What another user left there is not followed: it would lead to that user's processes. */
  @Override
  public Optional<Invitation> look() {
    try {
      UserPrincipal owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS);
      UserPrincipal self = user.get();
      if (!owner.equals(self)) {
        throw new BenchException(
            "%s, where ranks find each other, is of %s, not of %s: use another --run or --rendezvous"
                .formatted(file, owner, self));
      }
      return Optional.of(Invitation.decode(Files.readString(file)));
    } catch (NoSuchFileException notYet) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BenchException("cannot read " + file + ", where ranks find each other: " + e, e);
    }
  }

  @Override
  public void withdraw() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new BenchException("cannot delete " + file + ": " + e, e);
    }
  }

  @Override
  public String toString() {
    return "the file " + file;
  }
}
