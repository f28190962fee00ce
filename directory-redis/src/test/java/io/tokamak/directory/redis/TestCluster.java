// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Nodes that do nothing but keep a directory, driven by one thread. */
final class TestCluster implements AutoCloseable {
  private final DirectoryWorld world;
  private final List<TestNode> nodes = new ArrayList<>();

  TestCluster(DirectoryWorld world) {
    this.world = world;
  }

  /** A node that joins, and is not waited for. */
  TestNode node(long id, long epoch) {
    TestNode node = new TestNode(world.directory(), id, epoch);
    nodes.add(node);
    return node;
  }

  /** So many nodes, with ids from 1, that know each other and are reached by messages. */
  List<TestNode> nodes(int count) {
    List<TestNode> all = new ArrayList<>();
    for (int id = 1; id <= count; id++) {
      all.add(node(id, 1));
    }
    await("all know each other", () -> all.stream().allMatch(one -> one.isSettled(count)));
    return all;
  }

  /** Stops working for a node, as if its process stood still. */
  void freeze(TestNode node) {
    nodes.remove(node);
  }

  void thaw(TestNode node) {
    nodes.add(node);
  }

  /** The node leaves; where time is simulated that takes some of it. */
  void leave(TestNode node) {
    node.directory().close();
  }

  void step() {
    world.pause();
    for (TestNode node : List.copyOf(nodes)) {
      node.directory().work(world.nowNs());
    }
  }

  /** Works until the condition holds. */
  void await(String what, BooleanSupplier condition) {
    long deadlineNs = world.nowNs() + world.patienceNs();
    while (!condition.getAsBoolean()) {
      if (world.nowNs() - deadlineNs > 0) {
        throw new AssertionError("waited in vain until " + what + ":\n" + describe());
      }
      step();
    }
  }

  /** Works for so long. */
  void pass(long ns) {
    long untilNs = world.nowNs() + ns;
    while (world.nowNs() - untilNs < 0) {
      step();
    }
  }

  private String describe() {
    StringBuilder text = new StringBuilder().append(world).append('\n');
    nodes.forEach(node -> text.append(node).append('\n'));
    return text.toString();
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.directory().close());
    world.close();
  }
}
