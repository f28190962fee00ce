// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.directory.Finder;
import io.tokamak.directory.Location;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.World;
import io.tokamak.wire.ObjectId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Some nodes in a world without faults but those that the test makes; the first one hosts. */
final class TestCluster {
  final World world = World.of(1, Semantics.weakest());
  private final List<Node> nodes = new ArrayList<>();
  private final List<TestNode> lives = new ArrayList<>();

  /** What a finder was told. */
  static final class Found implements Finder {
    final List<List<Location>> found = new ArrayList<>();
    final List<String> unavailable = new ArrayList<>();

    @Override
    public void found(ObjectId id, List<Location> locations) {
      found.add(locations);
    }

    @Override
    public void unavailable(String why) {
      unavailable.add(why);
    }
  }

  static TestCluster of(int count) {
    TestCluster cluster = new TestCluster();
    for (int i = 0; i < count; i++) {
      cluster.start(node -> new TestNode(node, cluster.joinAt(node)));
    }
    cluster.awaitJoined();
    return cluster;
  }

  private @Nullable FabricAddress joinAt(Node node) {
    return nodes.isEmpty() || nodes.getFirst().equals(node) ? null : nodes.getFirst().address();
  }

  /** One more node. */
  Node start(Function<Node, TestNode> boot) {
    int number = nodes.size();
    Node started =
        world.node(
            "n" + number,
            node -> {
              TestNode life = boot.apply(node);
              if (number == lives.size()) {
                lives.add(life);
              } else {
                lives.set(number, life);
              }
              return life;
            });
    nodes.add(started);
    return started;
  }

  /** A node, through all its lives. */
  Node node(int number) {
    return nodes.get(number);
  }

  /** What runs there now. */
  TestNode get(int number) {
    return lives.get(number);
  }

  Stream<TestNode> all() {
    return lives.stream();
  }

  void await(BooleanSupplier condition) {
    assertThat(world.runUntil(condition, Duration.ofSeconds(1))).isTrue();
  }

  /** All are members, and know all others. */
  void awaitJoined() {
    await(() ->
        all()
            .allMatch(node ->
                node.directory().status().reachable()
                    && node.directory().nodes().size() == nodes.size()));
  }

  /** Asks once and waits for the answer. */
  Found search(int from, ObjectId id) {
    Found found = new Found();
    get(from).directory().search(List.of(id), false, found);
    wake(from);
    await(() -> !found.found.isEmpty() || !found.unavailable.isEmpty());
    return found;
  }

  /** Waits until everything a node has announced is known. */
  void publish(int number) {
    List<String> published = new ArrayList<>();
    get(number).directory().whenPublished(() -> published.add("yes"));
    wake(number);
    await(() -> !published.isEmpty());
  }

  void wake(int number) {
    node(number).fabric().wakeUp();
  }
}
