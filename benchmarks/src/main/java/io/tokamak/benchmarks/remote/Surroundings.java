// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.benchmarks.harness.RedisProgram;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.remote.contender.RawSocket;
import io.tokamak.benchmarks.remote.contender.RawSocketServer;
import io.tokamak.benchmarks.remote.contender.RedisOverTcp;
import io.tokamak.benchmarks.result.Peer;
import io.tokamak.node.JvmCommand;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Starts the nodes and servers of a run, in its directory. */
final class Surroundings {
  private static final String CLI = "io.tokamak.cli.Main";
  private static final long START_DEADLINE_NS = 120_000_000_000L;
  private static final long RETRY_NS = 2_000_000;

  private final WorkDirectory directory;
  private final long memoryBytes;
  private final List<Peer> peers = new ArrayList<>();

  Surroundings(WorkDirectory directory, long memoryBytes) {
    this.directory = directory;
    this.memoryBytes = memoryBytes;
  }

  /**
   * Two nodes that reach each other this way. The far one hosts the directory, so that a lookup is
   * a round trip.
   */
  NodePair pair(Way way) throws IOException {
    String address = freeAddress();
    RunningNode far = host(way, way.label() + "-far", address);
    RunningNode near = guest(way, way.label() + "-near", address);
    return directory.add(NodePair.connect(way, near, far));
  }

  /** Where a directory can be hosted. */
  String freeAddress() throws IOException {
    return "127.0.0.1:" + freePort();
  }

  /** A far node, which hosts the directory. */
  RunningNode host(Way way, String name, String address) {
    return node(way, Way.FAR, name, "--listen", address);
  }

  /** A near node, which joins those whose directory is there. */
  RunningNode guest(Way way, String name, String address) {
    return node(way, Way.NEAR, name, "--join", address);
  }

  private RunningNode node(Way way, int role, String name, String... others) {
    Path socket = directory.path().resolve(name + ".sock");
    List<String> arguments =
        new ArrayList<>(List.of("node", "start", "--socket", socket.toString(), "--name", name));
    arguments.addAll(way.arguments());
    arguments.addAll(List.of("--memory", Long.toString(memoryBytes)));
    arguments.addAll(List.of(others));
    List<String> command = new ArrayList<>(way.wrapper(role));
    command.addAll(JvmCommand.ofThisProcess().of(CLI, arguments));
    return new RunningNode(start(name, command), socket);
  }

  private ChildProcess start(String name, List<String> command) {
    Path log = directory.path().resolve(name + ".log");
    return directory.add(ChildProcess.start(name, command, log));
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  /** The far side of the raw socket, and a connection to it. */
  RawSocket rawSocket() throws IOException {
    Path port = directory.path().resolve("raw-socket.port");
    List<String> command =
        JvmCommand.ofThisProcess().of(RawSocketServer.class.getName(), List.of(port.toString()));
    ChildProcess server = start("raw-socket", command);
    await(server, () -> Files.exists(port));
    return directory.add(new RawSocket(Integer.parseInt(Files.readString(port))));
  }

  /** Redis on a port of the loopback interface; empty when it is not installed. */
  Optional<RedisOverTcp> redis() throws IOException {
    Optional<String> program = RedisProgram.installed();
    return program.isEmpty() ? Optional.empty() : Optional.of(redis(program.get()));
  }

  private RedisOverTcp redis(String program) throws IOException {
    int port = freePort();
    List<String> command =
        RedisProgram.command(
            program, directory.path(), "--port", Integer.toString(port), "--bind", "127.0.0.1");
    ChildProcess server = start("redis", command);
    peers.add(Peer.of("redis", command));
    RedisOverTcp[] client = new RedisOverTcp[1];
    await(
        server,
        () -> {
          client[0] = new RedisOverTcp(port);
          return true;
        });
    return directory.add(client[0]);
  }

  /** What was started that is not ours. */
  List<Peer> peers() {
    return peers;
  }

  /** Something that may not be so yet. */
  private interface Attempt {
    boolean succeeds() throws IOException;
  }

  private static void await(ChildProcess server, Attempt attempt) {
    long deadlineNs = System.nanoTime() + START_DEADLINE_NS;
    while (!succeeds(attempt)) {
      if (!server.isAlive() || System.nanoTime() - deadlineNs > 0) {
        throw new BenchException(server + " does not serve. It said:\n" + server.lastWords());
      }
      LockSupport.parkNanos(RETRY_NS);
    }
  }

  private static boolean succeeds(Attempt attempt) {
    try {
      return attempt.succeeds();
    } catch (IOException notYet) {
      return false;
    }
  }
}
