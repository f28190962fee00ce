// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks;

import io.tokamak.benchmarks.cluster.ClusterSettings;
import io.tokamak.benchmarks.ranks.Membership;
import io.tokamak.benchmarks.ranks.launch.LocalRanks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How the ranks of a cluster find each other, and how long they wait. */
final class MeetingOptions {
  private static final int LONGEST_SECONDS = 86_400;

  @Option(
      names = "--rendezvous",
      paramLabel = "DIR",
      description =
          "a directory that all ranks see, where they find each other by a file. Default: the"
              + " directory for temporary files if all ranks are known to be on this machine, else"
              + " the current one")
  private Optional<Path> rendezvous = Optional.empty();

  @Option(
      names = "--run",
      paramLabel = "NAME",
      description = "tells this run from others at the same place; default: the job's number")
  private Optional<String> run = Optional.empty();

  @ArgGroup private ExistingDirectory directory = new ExistingDirectory();

  /** At most one of them. */
  static final class ExistingDirectory {
    @Option(
        names = "--directory",
        paramLabel = "URL",
        description = {
          "The cluster's directory is at redis://HOST:PORT/DB, and ranks find each other there."
              + " Default: $TOKAMAK_DIRECTORY, the place for one with a password."
        })
    private Optional<String> url = Optional.empty();

    @Option(
        names = "--join",
        paramLabel = "HOST:PORT",
        description =
            "The cluster's directory is at the node that listens there; ranks find each other"
                + " there.")
    private Optional<String> join = Optional.empty();

    Optional<String> urlOrVariable() {
      return join.isPresent()
          ? Optional.empty()
          : url.or(() -> Environment.variable("TOKAMAK_DIRECTORY"));
    }
  }

  @Option(
      names = "--secret-file",
      paramLabel = "FILE",
      description =
          "what all nodes of the cluster know. Default: $TOKAMAK_SECRET, else rank 0 makes one that"
              + " only the file of --rendezvous says")
  private Optional<Path> secretFile = Optional.empty();

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description =
          "the address of this machine for the other ranks. Default: by which they find each other")
  private Optional<String> host = Optional.empty();

  @Option(
      names = "--patience",
      defaultValue = "120",
      paramLabel = "SECONDS",
      description =
          "how long all wait for the last one, wherever they meet, from 1 to 86400 (default:"
              + " ${DEFAULT-VALUE})")
  private int patienceSeconds;

  /** The same rank in the run that was named. */
  Membership inRun(Membership membership) {
    return run.map(membership::inRun).orElse(membership);
  }

  /**
   * What is wrong with them; nothing if nothing is.
   *
   * @param namespaces whether each rank gets a network of its own
   */
  Optional<String> objection(boolean namespaces) {
    if (patienceSeconds < 1 || patienceSeconds > LONGEST_SECONDS) {
      return Optional.of(
          "--patience must be 1 to %d seconds, found %d"
              .formatted(LONGEST_SECONDS, patienceSeconds));
    }
    if (namespaces && host.isPresent()) {
      return Optional.of("--namespaces gives each rank an address: leave --host away");
    }
    return rendezvous.isPresent() && (directory.url.isPresent() || directory.join.isPresent())
        ? Optional.of(
            "ranks find each other by the directory: leave --rendezvous away, or the directory")
        : Optional.empty();
  }

  ClusterSettings settings(Membership membership, List<String> fabrics, Optional<String> protocol) {
    Path place =
        rendezvous
            .or(() -> Environment.variable(LocalRanks.RENDEZVOUS).map(Path::of))
            .orElseGet(
                () -> Path.of(membership.together() ? System.getProperty("java.io.tmpdir") : ""));
    List<String> ways = new ArrayList<>(fabrics);
    if (ways.isEmpty() && Environment.variable(LocalRanks.HOST).isPresent()) {
      ways.add("tcp");
    }
    return new ClusterSettings(
        place,
        directory.urlOrVariable(),
        directory.join,
        secretFile,
        host.or(() -> Environment.variable(LocalRanks.HOST)),
        ways,
        protocol,
        Duration.ofSeconds(patienceSeconds));
  }
}
