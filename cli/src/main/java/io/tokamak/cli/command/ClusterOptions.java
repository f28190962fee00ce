// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.node.cluster.ClusterConfig;
import io.tokamak.node.cluster.ClusterConfig.Network;
import io.tokamak.node.cluster.ClusterConfig.TlsFiles;
import io.tokamak.node.cluster.DirectoryChoice;
import io.tokamak.node.cluster.TransferChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What one can choose about a node's part in a cluster. */
final class ClusterOptions {
  private static final String DIRECTORY = "--directory";
  private static final String DIRECTORY_VARIABLE = "TOKAMAK_DIRECTORY";

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:0",
      description =
          "Where other nodes connect; port 0 is any free one. Default: ${DEFAULT-VALUE}. Another"
              + " address than a loopback one needs a secret.")
  private String listen;

  @Option(
      names = "--advertise",
      paramLabel = "HOST:PORT",
      description = "What other nodes are told, where that is not what is listened at.")
  private Optional<String> advertise = Optional.empty();

  @ArgGroup private DirectoryPlace directory = new DirectoryPlace();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "",
      description = "What people call the node. Default: the machine's name and the port.")
  private String name;

  @Mixin private SecretOptions secret;

  @ArgGroup(exclusive = false)
  private @Nullable TlsOptions tls;

  @Option(
      names = "--fabrics",
      paramLabel = "F,...",
      split = ",",
      defaultValue = "ucx,shm,tcp",
      description = {
        "How bytes may move, the best first. Default: ${DEFAULT-VALUE}, where ucx counts if a",
        "network card does RDMA. Any other list with ucx wants it, whatever it goes over."
      })
  private List<String> fabrics;

  @Option(
      names = "--protocol",
      paramLabel = "P",
      description =
          "Fetch everything by one protocol: socket4k, socket, eager, rendezvous or direct."
              + " Default: the cheapest for each object.")
  private Optional<String> protocol = Optional.empty();

  @Option(
      names = "--crossover",
      paramLabel = "SIZE",
      description =
          "Copy smaller objects (eager), read larger ones one-sided (rendezvous). Default: by"
              + " measured cost.")
  private Optional<ByteSize> crossover = Optional.empty();

  @Option(
      names = "--verify",
      paramLabel = "WHEN",
      defaultValue = "network",
      description =
          "Check the objects' checksums: always, network or never. Default: ${DEFAULT-VALUE}.")
  private String verify;

  @Option(
      names = "--registration",
      paramLabel = "POLICY",
      defaultValue = "whole-store",
      description =
          "When memory is registered: whole-store, cached or per-transfer. Default:"
              + " ${DEFAULT-VALUE}.")
  private String registration;

  /** All of these or none. */
  static final class TlsOptions {
    @Option(
        names = "--tls-cert",
        paramLabel = "FILE",
        required = true,
        description = "Encrypt what goes over TCP, with this certificate of the node (PEM).")
    private Path certificate = Path.of("");

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "The key of that certificate (PEM).")
    private Path key = Path.of("");

    @Option(
        names = "--tls-ca",
        paramLabel = "FILE",
        required = true,
        description = "Let in only nodes that this authority vouches for (PEM).")
    private Path authority = Path.of("");

    TlsFiles files() {
      return new TlsFiles(certificate, key, authority);
    }
  }

  /** At most one of these. */
  static final class DirectoryPlace {
    @Option(
        names = "--join",
        paramLabel = "HOST:PORT",
        description = "Become part of the cluster of the node that listens there.")
    private Optional<String> join = Optional.empty();

    @Option(
        names = DIRECTORY,
        paramLabel = "URL",
        description = {
          "Become part of the cluster whose directory is at redis://HOST:PORT/DB. Default: $"
              + DIRECTORY_VARIABLE
              + ", the place for one with a password."
        })
    private Optional<String> url = Optional.empty();

    DirectoryChoice choice() {
      if (join.isPresent()) {
        return new DirectoryChoice.Joined(join.get());
      }
      return url.or(() -> variable(DIRECTORY_VARIABLE))
          .<DirectoryChoice>map(DirectoryChoice.Redis::at)
          .orElseGet(DirectoryChoice.Own::new);
    }
  }

  /**
   * All of it.
   *
   * @throws CommandFailure when it makes no sense
   */
  ClusterConfig config() {
    try {
      Network network =
          new Network(
              listen, advertise, secret.given(), Optional.ofNullable(tls).map(TlsOptions::files));
      return ClusterConfig.DEFAULT
          .withName(name)
          .withNetwork(network)
          .withDirectory(directory.choice())
          .withFabrics(fabrics)
          .withTransfers(
              TransferChoice.of(protocol, crossover.map(ByteSize::bytes), verify, registration));
    } catch (IllegalArgumentException senseless) {
      throw new CommandFailure(ExitCode.USAGE, String.valueOf(senseless.getMessage()));
    }
  }

  /**
   * The environment of a process that starts with {@link #hidden} arguments. The environment of a
   * process can be read by its user only, its arguments by everybody on the machine.
   */
  Map<String, String> environment() {
    return directory.url.map(url -> Map.of(DIRECTORY_VARIABLE, url)).orElse(Map.of());
  }

  /** The arguments without what may hold a password. */
  static List<String> hidden(List<String> arguments) {
    List<String> rest = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals(DIRECTORY)) {
        i++;
      } else if (!argument.startsWith(DIRECTORY + "=")) {
        rest.add(argument);
      }
    }
    return rest;
  }

  private static Optional<String> variable(String name) {
    return Optional.ofNullable(System.getenv(name)).filter(text -> !text.isEmpty());
  }
}
