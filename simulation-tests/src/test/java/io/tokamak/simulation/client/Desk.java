// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import io.tokamak.directory.Location;
import io.tokamak.fabric.NodeRef;
import io.tokamak.simulation.store.SimulatedStore;
import io.tokamak.testkit.history.History;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.transfer.HeldObject;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.wire.ObjectId;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What the clients of one life of a node have before them.
 *
 * @param node where
 * @param store its store
 * @param manager its manager
 * @param world what all nodes share
 */
public record Desk(Node node, SimulatedStore store, ManagerCalls manager, Shared world) {
  /**
   * What all nodes share, and no real one knows.
   *
   * @param history of all objects
   * @param ids that there may be
   * @param mostBytes of an object
   * @param seen locations that were right once, by id
   */
  public record Shared(
      History history, List<ObjectId> ids, int mostBytes, Map<ObjectId, Location> seen) {
    /** Nothing has happened yet. */
    public Shared(History history, List<ObjectId> ids, int mostBytes) {
      this(history, ids, mostBytes, new HashMap<>());
    }
  }

  /** What histories and traces call an object. */
  public static String name(ObjectId id) {
    return "o" + id.word0();
  }

  RandomGenerator random() {
    return node.world().random();
  }

  History history() {
    return world.history();
  }

  /** Any of the ids. */
  public ObjectId anyId() {
    return world.ids().get(random().nextInt(world.ids().size()));
  }

  NodeRef anyNode() {
    List<Node> nodes = node.world().nodes();
    return nodes.get(random().nextInt(nodes.size())).ref();
  }

  /** All nodes, this one among them, in any order. */
  List<NodeRef> allNodes() {
    List<NodeRef> all = new ArrayList<>();
    node.world().nodes().forEach(one -> all.add(random().nextInt(all.size() + 1), one.ref()));
    return all;
  }

  /** A point in the node's time, at most so far away. */
  long soon(long mostNs) {
    return node.nowNs() + 1 + random().nextLong(mostNs);
  }

  History.Wait waits(String what, long deadlineNs) {
    return history().waits(node.name(), what, node.worldTimeNs(deadlineNs));
  }

  byte[] bytes(HeldObject held) {
    return store
        .data()
        .asSlice(held.place().offset(), held.place().length())
        .toArray(ValueLayout.JAVA_BYTE);
  }

  void trace(String what) {
    if (node.world().isTraced()) {
      node.world().trace("%s: client: %s".formatted(node, what));
    }
  }
}
