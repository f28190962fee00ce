// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli;

import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.NodeConfig.MemoryPlace;
import io.tokamak.node.cluster.ClusterConfig;
import io.tokamak.node.cluster.DirectoryChoice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Does a little of everything, so that the build can record which classes that takes; commands that
 * find them in the archive start several times faster. See {@code bin/build}.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Warms the class archive up; for the build.")
final class RehearseCommand implements Callable<Integer> {
  private static final long MEMORY_BYTES = 16 << 20;

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("tokamak-rehearsal");
    Path file = Files.writeString(directory.resolve("file"), "some bytes");
    NodeConfig first = config(directory.resolve("store.sock"));
    NodeConfig second = config(directory.resolve("other.sock"));
    try (Node node = Node.start(first);
        Node other = Node.start(second.withCluster(joined(node)))) {
      return Math.max(
          rehearse(node.socket().toString(), file.toString()),
          rehearseCluster(node.socket().toString(), other.socket().toString(), file.toString()));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    }
  }

  private static NodeConfig config(Path socket) {
    return NodeConfig.of(socket, MEMORY_BYTES).withPlace(new MemoryPlace.Anonymous());
  }

  private static ClusterConfig joined(Node node) {
    return ClusterConfig.DEFAULT.withDirectory(
        new DirectoryChoice.Joined(node.address("tcp").orElseThrow()));
  }

  private static int rehearseCluster(String holder, String reader, String file) {
    return runAll(
        List.of(
            List.of("put", "-s", holder, "--name", "b", file),
            List.of("fetch", "-s", reader, "name:b"),
            List.of("locate", "-s", reader, "name:b"),
            List.of("nodes", "-s", reader),
            List.of("transfers", "-s", reader),
            List.of("node", "status", "-s", reader)));
  }

  private static int rehearse(String socket, String file) {
    return runAll(
        List.of(
            List.of("put", "-s", socket, "--name", "a", "-m", "metadata", file),
            List.of("put", "-s", socket, file),
            List.of("ls", "-s", socket),
            List.of("stat", "-s", socket, "--json", "name:a"),
            List.of("get", "-s", socket, "name:a", "-o", file),
            List.of("hash", "-s", socket, "name:a"),
            List.of("watch", "-s", socket, "-n", "1"),
            List.of("pin", "-s", socket, "name:a"),
            List.of("rm", "-s", socket, "name:a"),
            List.of("get", "-s", socket, "name:a"),
            List.of("evict", "-s", socket, "1k"),
            List.of("stats", "-s", socket),
            List.of("node", "status", "-s", socket),
            List.of("node", "start", "-s", socket),
            List.of("--help")));
  }

  private static int runAll(List<List<String>> commands) {
    return commands.stream().mapToInt(RehearseCommand::run).max().orElse(0);
  }

  private static int run(List<String> arguments) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter(), true);
    CommandLine commands = Main.commandLine().setOut(nowhere).setErr(nowhere);
    return commands.execute(arguments.toArray(String[]::new));
  }
}
