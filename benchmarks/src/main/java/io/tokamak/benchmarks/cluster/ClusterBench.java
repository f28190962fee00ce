// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Machine;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.WorkDirectory;
import io.tokamak.benchmarks.ranks.FileRendezvous;
import io.tokamak.benchmarks.ranks.Meeting;
import io.tokamak.benchmarks.ranks.Membership;
import io.tokamak.benchmarks.ranks.Ranks;
import io.tokamak.benchmarks.ranks.Rendezvous;
import io.tokamak.client.FetchResult;
import io.tokamak.client.NodeId;
import io.tokamak.wire.ObjectId;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A run of the benchmark of a cluster, as one rank sees it: comes together with the others, starts
 * its node, measures in step with all of them, and stops everything. For one thread.
 */
public final class ClusterBench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final WorkDirectory directory;
  private final Membership membership;
  private final ClusterSettings settings;
  private final ClusterPlan plan;
  private final Progress progress;

  private ClusterBench(
      WorkDirectory directory,
      Membership membership,
      ClusterSettings settings,
      ClusterPlan plan,
      Progress progress) {
    this.directory = directory;
    this.membership = membership;
    this.settings = settings;
    this.plan = plan;
    this.progress = progress;
  }

  /** Prepares a run. */
  public static ClusterBench open(
      Membership membership, ClusterSettings settings, ClusterPlan plan, Progress progress)
      throws IOException {
    WorkDirectory directory = WorkDirectory.create(progress);
    return new ClusterBench(directory, membership, settings, plan, progress);
  }

  /** Measures; all ranks return the same, but for the times at which they do. */
  public ClusterResult measure() {
    try {
      return settings.hasDirectory() ? nodeFirst() : ranksFirst();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  /** The directory is there: nodes join it, and ranks find each other by it. */
  private ClusterResult nodeFirst() throws InterruptedException {
    RankNode node = start(settings.address().orElseGet(this::ownAddress), "", "");
    return together(new DirectoryRendezvous(node.client(), membership.run()), Optional.of(node));
  }

  private InetAddress ownAddress() {
    if (membership.together()) {
      return InetAddress.getLoopbackAddress();
    }
    throw new BenchException(
        "the address of this machine for other ranks is not known: say it with --host");
  }

  /** Ranks find each other by a file; the first one's node keeps the directory. */
  private ClusterResult ranksFirst() throws InterruptedException {
    return together(new FileRendezvous(settings.rendezvous(), membership.run()), Optional.empty());
  }

  private ClusterResult together(Rendezvous rendezvous, Optional<RankNode> present)
      throws InterruptedException {
    progress.say("waiting for %d ranks, by %s".formatted(membership.size(), rendezvous));
    Meeting meeting = new Meeting(membership, rendezvous, settings.address(), settings.patience());
    try (Ranks ranks = meeting.join(present.isEmpty() && !settings.hasSecret())) {
      return measure(ranks, rendezvous, present);
    } finally {
      if (membership.isFirst() && present.isEmpty()) {
        rendezvous.withdraw();
      }
    }
  }

  private ClusterResult measure(Ranks ranks, Rendezvous rendezvous, Optional<RankNode> present)
      throws InterruptedException {
    try {
      ranks.meet("the start", () -> {});
      if (membership.isFirst()) {
        rendezvous.withdraw();
      }
      RankNode node = present.isPresent() ? present.get() : startAll(ranks);
      List<NodeId> nodes = know(ranks, node);
      List<String> machines = ranks.exchange("the machines", machine(ranks, node), node::check);
      List<CellResult> cells =
          new RankRun(plan, ranks, node, nodes, ranks.token(), progress).measure();
      ranks.meet("the end", node::check);
      ranks.leave();
      return new ClusterResult(machines, cells);
    } catch (RuntimeException e) {
      ranks.fail(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  /** The first one, then all others, which join it. */
  private RankNode startAll(Ranks ranks) {
    InetAddress listen = settings.address().orElseGet(ranks::address);
    progress.say("starting nodes");
    if (membership.isFirst()) {
      RankNode node = start(listen, "", ranks.secret());
      ranks.exchange("the directory", node.address(), node::check);
      return node;
    }
    String host = ranks.exchange("the directory", "", () -> {}).getFirst();
    return start(listen, host, ranks.secret());
  }

  private RankNode start(InetAddress listen, String join, String secret) {
    String name = "rank-" + membership.rank();
    return RankNode.start(directory, settings, plan, name, listen, join, secret);
  }

  private List<NodeId> know(Ranks ranks, RankNode node) throws InterruptedException {
    List<NodeId> nodes =
        ranks.exchange("the nodes", text(node.id()), node::check).stream()
            .map(ClusterBench::nodeId)
            .toList();
    node.awaitCompany(nodes);
    ranks.meet("all nodes know each other", node::check);
    greet(ranks, node);
    return nodes;
  }

  /** Nodes connect when they need each other: each fetches something from each other one. */
  private void greet(Ranks ranks, RankNode node) throws InterruptedException {
    Stock greetings = new Stock(ranks.token() + "/greetings", membership.size(), 1, 1);
    node.client().put(greetings.of(membership.rank()).getFirst(), new byte[1]);
    node.client().cluster().awaitPublished(PATIENCE);
    ranks.meet("greetings", node::check);
    List<ObjectId> others =
        IntStream.range(0, membership.size())
            .filter(rank -> rank != membership.rank())
            .mapToObj(rank -> greetings.of(rank).getFirst())
            .toList();
    for (FetchResult result : node.client().cluster().fetch(others, PATIENCE)) {
      if (!result.isThere()) {
        throw new BenchException("the nodes do not reach each other: " + result);
      }
    }
    ranks.meet("all nodes reach each other", node::check);
  }

  private static String text(NodeId id) {
    return id.node() + " " + id.epoch();
  }

  private static NodeId nodeId(String text) {
    int space = text.indexOf(' ');
    return new NodeId(
        Long.parseLong(text.substring(0, space)), Long.parseLong(text.substring(space + 1)));
  }

  private String machine(Ranks ranks, RankNode node) {
    return "%s, %s; %s; nodes: %s"
        .formatted(
            Ranks.hostName(),
            settings.address().orElseGet(ranks::address).getHostAddress(),
            Machine.line(),
            node.ways());
  }

  /** Stops everything. Can be repeated. */
  @Override
  public void close() {
    directory.close();
  }
}
