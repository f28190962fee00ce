// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.ChildProcess;
import io.tokamak.benchmarks.harness.Settling;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.client.Tokamak;
import io.tokamak.node.JvmCommand;
import io.tokamak.wire.error.TokamakException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** The node of one rank, in a process of its own that ends with this one, and a client of it. */
final class RankNode implements AutoCloseable {
  private static final String CLI = "io.tokamak.cli.Main";
  private static final String TCP = "tcp://";
  private static final Duration CALL = Duration.ofSeconds(30);
  private static final long DEADLINE_NS = 60_000_000_000L;
  private static final long RETRY_NS = 5_000_000;

  private final ChildProcess process;
  private final ObjectStoreClient client;

  private RankNode(ChildProcess process, ObjectStoreClient client) {
    this.process = process;
    this.client = client;
  }

  /**
   * Starts it and waits until it serves and has its memory.
   *
   * @param listen the address of this machine for other nodes
   * @param join the node that keeps the directory; empty for the node that does, and where the
   *     settings say where the directory is
   * @param secret what all nodes know; empty when the settings or the environment have it
   */
  static RankNode start(
      WorkDirectory directory,
      ClusterSettings settings,
      ClusterPlan plan,
      String name,
      InetAddress listen,
      String join,
      String secret) {
    Path socket = directory.path().resolve("node.sock");
    Map<String, String> environment = new HashMap<>();
    environment.put("XDG_STATE_HOME", directory.path().toString());
    settings.directory().ifPresent(url -> environment.put(ClusterSettings.DIRECTORY, url));
    if (!secret.isEmpty()) {
      environment.put(ClusterSettings.SECRET, secret);
    }
    List<String> arguments = arguments(settings, plan, socket, join);
    arguments.addAll(List.of("--name", name, "--listen", text(listen) + ":0"));
    ChildProcess process =
        directory.add(
            ChildProcess.start(
                "the node of " + name,
                JvmCommand.ofThisProcess().of(CLI, arguments),
                directory.path().resolve("node.log"),
                environment));
    RankNode node = directory.add(new RankNode(process, connect(process, socket)));
    Settling.await(socket);
    return node;
  }

  private static List<String> arguments(
      ClusterSettings settings, ClusterPlan plan, Path socket, String join) {
    List<String> arguments =
        new ArrayList<>(List.of("node", "start", "--socket", socket.toString(), "--memory"));
    arguments.add(String.valueOf(plan.memoryBytes()));
    if (!join.isEmpty()) {
      arguments.addAll(List.of("--join", join));
    }
    settings.join().ifPresent(host -> arguments.addAll(List.of("--join", host)));
    settings
        .secretFile()
        .ifPresent(file -> arguments.addAll(List.of("--secret-file", file.toString())));
    settings.protocol().ifPresent(name -> arguments.addAll(List.of("--protocol", name)));
    if (!settings.fabrics().isEmpty()) {
      arguments.addAll(List.of("--fabrics", String.join(",", settings.fabrics())));
    }
    return arguments;
  }

  private static String text(InetAddress address) {
    String text = address.getHostAddress();
    return address instanceof Inet6Address ? "[" + text + "]" : text;
  }

  private static ObjectStoreClient connect(ChildProcess process, Path socket) {
    long deadlineNs = System.nanoTime() + DEADLINE_NS;
    while (true) {
      try {
        ObjectStoreClient client =
            Tokamak.builder().socket(socket).name("bench cluster").callTimeout(CALL).connect();
        client.cluster().nodes();
        return client;
      } catch (TokamakException notYet) {
        if (!process.isAlive() || System.nanoTime() - deadlineNs > 0) {
          throw new BenchException(process + " does not serve. It said:\n" + process.lastWords());
        }
        LockSupport.parkNanos(RETRY_NS);
      }
    }
  }

  ObjectStoreClient client() {
    return client;
  }

  /** Looks whether it runs; throws when it does not. */
  void check() {
    if (!process.isAlive()) {
      throw new BenchException(process + " ended. It said:\n" + process.lastWords());
    }
  }

  private NodeView self() {
    return client.cluster().nodes().stream().filter(NodeView::self).findFirst().orElseThrow();
  }

  NodeId id() {
    return self().id();
  }

  /** Where other nodes join it: HOST:PORT. */
  String address() {
    return self().addresses().stream()
        .filter(address -> address.startsWith(TCP))
        .map(address -> address.substring(TCP.length()))
        .findFirst()
        .orElseThrow(() -> new BenchException("the node does not speak TCP: " + self()));
  }

  /** Waits until it knows all these nodes. */
  void awaitCompany(Collection<NodeId> all) {
    await(() -> known().containsAll(all), "the nodes do not know each other: ");
  }

  private Set<NodeId> known() {
    return client.cluster().nodes().stream().map(NodeView::id).collect(Collectors.toSet());
  }

  private void await(BooleanSupplier condition, String complaint) {
    long deadlineNs = System.nanoTime() + DEADLINE_NS;
    while (!condition.getAsBoolean()) {
      check();
      if (System.nanoTime() - deadlineNs > 0) {
        throw new BenchException(complaint + client.cluster().nodes());
      }
      LockSupport.parkNanos(RETRY_NS);
    }
  }

  /** The nodes and the fabrics that lead to them, for people. */
  String ways() {
    return client.cluster().nodes().stream()
        .filter(node -> !node.self())
        .map(node -> node.name() + " by " + node.fabric())
        .sorted()
        .collect(Collectors.joining(", "));
  }

  @Override
  public void close() {
    client.close();
  }
}
