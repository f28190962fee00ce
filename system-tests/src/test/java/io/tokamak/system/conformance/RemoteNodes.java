// SPDX-License-Identifier: Apache-2.0
package io.tokamak.system.conformance;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.node.Node;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.cluster.ClusterConfig;
import io.tokamak.node.cluster.DirectoryChoice;
import io.tokamak.system.process.Soon;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Some nodes of one cluster in this process, with a client each. For one test thread. */
final class RemoteNodes implements AutoCloseable {
  private static final long MEMORY = 64 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path directory;
  private final List<Node> nodes = new ArrayList<>();
  private final List<ObjectStoreClient> clients = new ArrayList<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** {@code count} nodes that reach each other over this fabric. */
  RemoteNodes(String fabric, int count) {
    assumeThat(!fabric.equals("ucx") || UcxSupport.look().isInstalled()).isTrue();
    try {
      directory = Files.createTempDirectory("tokamak-remote");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      for (int i = 0; i < count; i++) {
        start(fabric, i);
      }
      for (int to = 0; to < count; to++) {
        for (int from = 0; from < count; from++) {
          connect(from, to, fabric);
        }
      }
    } catch (RuntimeException | Error failure) {
      close();
      throw failure;
    }
  }

  private void start(String fabric, int number) {
    List<String> fabrics = fabric.equals("tcp") ? List.of("tcp") : List.of(fabric, "tcp");
    ClusterConfig cluster = ClusterConfig.DEFAULT.withName("node-" + number).withFabrics(fabrics);
    if (number > 0) {
      cluster =
          cluster.withDirectory(
              new DirectoryChoice.Joined(nodes.getFirst().address("tcp").orElseThrow()));
    }
    Path socket = directory.resolve(number + ".sock");
    Node node = Node.start(NodeConfig.of(socket, MEMORY).withCluster(cluster));
    opened.push(node);
    nodes.add(node);
    ObjectStoreClient client = Tokamak.connect(socket);
    opened.push(client);
    clients.add(client);
  }

  /** The first objects may come by a worse way, before the best one is there. */
  private void connect(int from, int to, String fabric) {
    if (from != to) {
      Soon.await("%s from node %d to %d".formatted(fabric, from, to), PATIENCE)
          .until(() -> fabric.equals(wayOfAFetch(from, to)));
    }
  }

  private String wayOfAFetch(int from, int to) throws InterruptedException {
    ObjectId id = Bytes.putNew(client(from), 1);
    FetchResult result = client(to).cluster().fetch(List.of(id), PATIENCE).getFirst();
    return result instanceof FetchResult.Arrived arrived ? arrived.how().fabric() : "";
  }

  /** A client of this node, from 0. */
  ObjectStoreClient client(int number) {
    return clients.get(number);
  }

  /** What this node is called by others. */
  NodeId id(int number) {
    return client(number).cluster().nodes().stream()
        .filter(NodeView::self)
        .map(NodeView::id)
        .findFirst()
        .orElseThrow();
  }

  /** Ends this node. */
  void stop(int number) {
    nodes.get(number).stop();
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      close(opened.pop());
    }
    try {
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError(resource + " cannot be closed", e);
    }
  }
}
