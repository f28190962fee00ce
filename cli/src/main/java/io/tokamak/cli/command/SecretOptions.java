// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.node.StateDirectory;
import io.tokamak.node.cluster.ClusterSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What all nodes of a cluster know. */
final class SecretOptions {
  private static final String VARIABLE = "TOKAMAK_SECRET";

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description = {
        "What all nodes of the cluster know. Default: $" + VARIABLE + ",",
        "else a secret of this user on this machine."
      })
  private Optional<Path> file = Optional.empty();

  /**
   * The one that was given.
   *
   * @throws CommandFailure when it cannot be used
   */
  Optional<ClusterSecret> given() {
    try {
      if (file.isPresent()) {
        return file.map(ClusterSecret::of);
      }
      return Optional.ofNullable(System.getenv(VARIABLE))
          .filter(text -> !text.isEmpty())
          .map(text -> ClusterSecret.of(text, "$" + VARIABLE));
    } catch (IllegalArgumentException unusable) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(unusable.getMessage()));
    }
  }

  /** Whether a file was named. */
  boolean hasFile() {
    return file.isPresent();
  }

  /** The same, else the one that nodes of this user share, if there is one already. */
  Optional<ClusterSecret> givenOrOfThisUser() {
    return given().or(SecretOptions::ofThisUser);
  }

  private static Optional<ClusterSecret> ofThisUser() {
    try {
      Path file = StateDirectory.ofThisUser().shared(ClusterSecret.FILE);
      return Files.exists(file) ? Optional.of(ClusterSecret.of(file)) : Optional.empty();
    } catch (IOException | IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
