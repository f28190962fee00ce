// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local;

import io.tokamak.benchmarks.harness.Programs;
import io.tokamak.benchmarks.harness.RedisProgram;
import io.tokamak.benchmarks.local.worker.SystemName;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.node.JvmCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts the servers, each on a socket of its own in one directory. */
final class Servers implements AutoCloseable {
  private static final String CLI = "io.tokamak.cli.Main";

  private final Path directory;
  private final NodeCommand nodeCommand;
  private final String prefix;
  private final List<Server> servers = new ArrayList<>();
  private int nodes;

  Servers(Path directory, NodeCommand nodeCommand) {
    this(directory, "node", nodeCommand);
  }

  /** With other names for the nodes' sockets. */
  Servers(Path directory, String prefix, NodeCommand nodeCommand) {
    this.directory = directory;
    this.prefix = prefix;
    this.nodeCommand = nodeCommand;
  }

  /** The node as a user starts it: the command line of this program. */
  static List<String> nodeOfThisProgram(Path socket, long memoryBytes) {
    String memory = Long.toString(memoryBytes);
    return JvmCommand.ofThisProcess()
        .of(CLI, List.of("node", "start", "--socket", socket.toString(), "--memory", memory));
  }

  /** Starts a node of ours. */
  Server startNode(long memoryBytes) {
    Path socket = directory.resolve(prefix + "-" + nodes++ + ".sock");
    return start(SystemName.TOKAMAK, nodeCommand.of(socket, memoryBytes), socket);
  }

  /** Starts another system; empty when it is not installed. */
  Optional<Server> startPeer(SystemName system, long memoryBytes) {
    return switch (system) {
      case TOKAMAK -> Optional.of(startNode(memoryBytes));
      case REDIS -> RedisProgram.installed().map(this::startRedis);
      case MEMCACHED ->
          Programs.installed("memcached").map(path -> startMemcached(path, memoryBytes));
    };
  }

  private Server startRedis(String program) {
    Path socket = directory.resolve("redis.sock");
    List<String> command =
        RedisProgram.command(program, directory, "--port", "0", "--unixsocket", socket.toString());
    return start(SystemName.REDIS, command, socket);
  }

  private Server startMemcached(String program, long memoryBytes) {
    Path socket = directory.resolve("memcached.sock");
    String megabytes = Long.toString(memoryBytes >> 20);
    List<String> command =
        new ArrayList<>(
            List.of(program, "-s", socket.toString(), "-a", "700", "-I", "128m", "-m", megabytes));
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("-u", "root"));
    }
    return start(SystemName.MEMCACHED, command, socket);
  }

  /** What was measured beside our nodes, as it was started. */
  List<Peer> peers() {
    return servers.stream()
        .filter(server -> server.system() != SystemName.TOKAMAK)
        .map(Server::asPeer)
        .toList();
  }

  private Server start(SystemName system, List<String> command, Path socket) {
    Path log = directory.resolve(socket.getFileName() + ".log");
    Server server = Server.start(system, command, socket, log);
    servers.add(server);
    return server;
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
  }
}
