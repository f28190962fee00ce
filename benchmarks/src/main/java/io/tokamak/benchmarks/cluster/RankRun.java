// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.cluster;

import io.tokamak.benchmarks.cluster.Pattern.Stage;
import io.tokamak.benchmarks.harness.BenchException;
import io.tokamak.benchmarks.harness.Progress;
import io.tokamak.benchmarks.harness.Units;
import io.tokamak.benchmarks.ranks.Ranks;
import io.tokamak.client.NodeId;
import io.tokamak.client.NodeView;
import io.tokamak.client.ObjectBuilder;
import io.tokamak.client.ObjectHandle;
import io.tokamak.client.ObjectStoreClient;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one rank does in a run, in step with all others. All of them walk through the same cells;
 * one that has nothing to fetch in a cell only meets the others.
 */
final class RankRun {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration CALIBRATION = Duration.ofMinutes(3);

  private final ClusterPlan plan;
  private final Ranks ranks;
  private final RankNode node;
  private final List<NodeId> nodes;
  private final String run;
  private final Progress progress;
  private final int rank;
  private final int size;
  private final List<CellResult> results = new ArrayList<>();

  /**
   * For a node that reaches all others.
   *
   * @param nodes of all ranks
   * @param run unlike that of any other run that the directory may remember
   */
  RankRun(
      ClusterPlan plan,
      Ranks ranks,
      RankNode node,
      List<NodeId> nodes,
      String run,
      Progress progress) {
    this.plan = plan;
    this.ranks = ranks;
    this.node = node;
    this.nodes = nodes;
    this.run = run;
    this.progress = progress;
    this.rank = ranks.membership().rank();
    this.size = ranks.membership().size();
  }

  /** Measures everything; returns what all ranks found. */
  List<CellResult> measure() throws InterruptedException {
    if (plan.calibrated()) {
      calibrate();
    }
    for (int sizeBytes : plan.sizesBytes()) {
      measure(sizeBytes);
    }
    return results;
  }

  /** One after the other, against one node of each fabric. */
  private void calibrate() throws InterruptedException {
    for (int turn = 0; turn < size; turn++) {
      progress.say("calibrating rank " + turn);
      if (turn == rank) {
        Optional<NodeView> other =
            node.client().cluster().nodes().stream()
                .filter(each -> !each.self() && nodes.contains(each.id()))
                .findFirst();
        if (other.isPresent()) {
          node.client().cluster().calibrate(other.get().id(), CALIBRATION);
        }
      }
      meet("calibration of rank " + turn);
    }
  }

  private void meet(String point) {
    ranks.meet(point, node::check);
  }

  private void measure(int sizeBytes) throws InterruptedException {
    String text = Units.size(sizeBytes);
    progress.say("putting objects of " + text);
    Stock stock = new Stock(run, size, sizeBytes, plan.objects(sizeBytes, size));
    put(stock.of(rank), sizeBytes);
    meet("objects of " + text);
    for (int repetition = 0; repetition <= plan.repetitions(); repetition++) {
      progress.say(
          repetition == 0
              ? text + ", warming up"
              : "%s, repetition %d of %d".formatted(text, repetition, plan.repetitions()));
      measure(stock, sizeBytes, repetition);
    }
    node.client().delete(stock.of(rank));
    node.client().cluster().awaitPublished(PATIENCE);
    meet("end of " + text);
  }

  /** Each has its number in front, so that one that came can be told from another. */
  private void put(List<ObjectId> ids, int sizeBytes) throws InterruptedException {
    ObjectStoreClient client = node.client();
    for (ObjectId id : ids) {
      try (ObjectBuilder builder = client.create(id, sizeBytes)) {
        builder.data().fill(mark(id));
        builder.seal();
      }
    }
    client.cluster().awaitPublished(PATIENCE);
  }

  private static byte mark(ObjectId id) {
    return (byte) id.hashCode();
  }

  private void measure(Stock stock, int sizeBytes, int repetition) throws InterruptedException {
    for (Pattern pattern : plan.patterns()) {
      for (int inFlight : plan.inFlight()) {
        for (Stage stage : pattern.stages(size)) {
          String cell =
              "%s, %s, %s, %d in flight"
                  .formatted(pattern.label(), stage, Units.size(sizeBytes), inFlight);
          if (repetition == 0) {
            warmUp(cell, stock, stage, inFlight);
          } else {
            Fetcher fetcher = fetcher(stock, stage, inFlight);
            rounds(cell, fetcher, plan.cellNs(), false);
            List<Share> shares = shares(cell, fetcher);
            results.add(
                new CellResult(
                    pattern,
                    stage,
                    sizeBytes,
                    inFlight,
                    stock.of(rank).size(),
                    repetition,
                    shares));
          }
        }
      }
    }
  }

  private Fetcher fetcher(Stock stock, Stage stage, int inFlight) {
    return new Fetcher(node.client(), stock.wanted(stage, rank), holders(stage), inFlight);
  }

  private void warmUp(String cell, Stock stock, Stage stage, int inFlight)
      throws InterruptedException {
    WarmUp.Course course = plan.warmUp().course();
    double roundNs;
    do {
      Fetcher fetcher = fetcher(stock, stage, inFlight);
      roundNs = rounds(cell, fetcher, plan.warmUp().windowNs(), true);
    } while (course.goesOn(roundNs));
  }

  private Set<NodeId> holders(Stage stage) {
    return Arrays.stream(stage.sources(rank, size))
        .mapToObj(nodes::get)
        .collect(Collectors.toSet());
  }

  /**
   * Rounds until the slowest of each together took as long as wanted, which all ranks know; returns
   * how long one took.
   */
  private double rounds(String cell, Fetcher fetcher, long budgetNs, boolean checked)
      throws InterruptedException {
    int rounds = 0;
    long soFarNs = 0;
    while (soFarNs == 0 || soFarNs < budgetNs) {
      meet("begin of " + cell);
      long tookNs = fetcher.round();
      long slowestNs = slowest("end of " + cell, tookNs);
      soFarNs += slowestNs;
      fetcher.roundTook(slowestNs);
      if (checked) {
        fetcher.wanted().forEach(this::check);
      }
      fetcher.forget();
      node.client().cluster().awaitPublished(PATIENCE);
      rounds++;
    }
    return (double) soFarNs / rounds;
  }

  private List<Share> shares(String cell, Fetcher fetcher) {
    return ranks.exchange("result of " + cell, fetcher.share().encode(), node::check).stream()
        .map(Share::decode)
        .toList();
  }

  private long slowest(String point, long tookNs) {
    return ranks.exchange(point, String.valueOf(tookNs), node::check).stream()
        .mapToLong(Long::parseLong)
        .max()
        .orElseThrow();
  }

  /** First and last byte: a way that brings something else must not look fast. */
  private void check(ObjectId id) {
    try (ObjectHandle object = node.client().get(id)) {
      byte first = object.data().get(ValueLayout.JAVA_BYTE, 0);
      byte last = object.data().get(ValueLayout.JAVA_BYTE, object.data().byteSize() - 1);
      if (first != mark(id) || last != mark(id)) {
        throw new BenchException("object " + id + " came with other bytes than were put");
      }
    }
  }
}
