// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.ranks;

import io.tokamak.benchmarks.harness.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file in a directory that all ranks see, also over NFS. Only its owner can read it. */
public final class FileRendezvous implements Rendezvous {
  private final Path file;

  /** For the run of that name. */
  public FileRendezvous(Path directory, String run) {
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
      Files.writeString(draft, invitation.encode());
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new BenchException("cannot write " + file + ", where ranks find each other: " + e, e);
    }
  }

  @Override
  public Optional<Invitation> look() {
    try {
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
