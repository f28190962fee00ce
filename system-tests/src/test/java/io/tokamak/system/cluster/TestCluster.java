// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Some nodes on this machine; the first one keeps the directory unless the options say else. */
public final class TestCluster implements AutoCloseable {
  private static final String DIRECTORY = "--directory";
  private static final String MEMORY = "--memory";

  private final Path directory;
  private final List<String> options;
  private final ArrayDeque<ClusterNode> nodes = new ArrayDeque<>();

  /**
   * A cluster without nodes.
   *
   * @param options of each node
   */
  public TestCluster(String... options) {
    this.options = List.of(options);
    try {
      directory = Files.createTempDirectory("tok");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a node with further options, and waits until it sees all that are there. */
  public ClusterNode start(String name, String... further) {
    return start(List.of(), name, further);
  }

  /** The same by a command that runs a command, for instance in another environment. */
  public ClusterNode start(List<String> wrapper, String name, String... further) {
    List<String> all = new ArrayList<>(options);
    all.addAll(Arrays.asList(further));
    if (!all.contains(MEMORY)) {
      all.addAll(List.of(MEMORY, "256m"));
    }
    if (!nodes.isEmpty() && !all.contains(DIRECTORY)) {
      all.addAll(List.of("--join", nodes.getFirst().address()));
    }
    ClusterNode node = new ClusterNode(directory, name, freePort(), wrapper, all);
    nodes.add(node);
    node.awaitNodes(nodes.size());
    return node;
  }

  /** A port that nobody uses now. */
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    while (!nodes.isEmpty()) {
      nodes.removeLast().close();
    }
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
