// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import io.tokamak.simulation.client.Desk;
import io.tokamak.simulation.store.SimulatedStore;
import io.tokamak.testkit.history.History;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.World;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Nodes of a plan in a world. They start again by themselves after a crash, with nothing. */
public final class Cluster {
  /** A pause, drift, and a step. */
  private static final long GRACE_NS = 25_000_000;

  private static final String BETTER = "better";

  private final World world;
  private final Plan plan;
  private final Desk.Shared shared;
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final Map<Long, Integer> fabricsOf = new LinkedHashMap<>();

  /** Starts all nodes. */
  public Cluster(World world, Plan plan) {
    this.world = world;
    this.plan = plan;
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < plan.objects().ids(); i++) {
      ids.add(ObjectId.fromWords(i, 0x0b1ec7L * (i + 1), i));
    }
    shared = new Desk.Shared(new History(world::nowNs, GRACE_NS), ids, plan.objects().mostBytes());
    plan.second().forEach(better -> world.network(BETTER, better));
    for (int i = 0; i < plan.nodes(); i++) {
      nodes.add(world.node("n" + (i + 1), this::start));
    }
  }

  private Member start(Node node) {
    history().died(node.name());
    Member member = new Member(this, node);
    members.put(node.ref().node(), member);
    return member;
  }

  /** The parts of a real node, put together as there. */
  Composition composition(Node node, SimulatedStore store) {
    // Some nodes have no better fabric, in all their lives.
    boolean all = fabricsOf.computeIfAbsent(node.ref().node(), id -> world.random().nextInt(4)) > 0;
    return new Composition(
        node,
        all ? node.fabrics().reversed() : List.of(node.fabric()),
        store,
        plan.settings(),
        plan.tampering().in(node),
        host(node));
  }

  /** Whether a node has the better fabric. */
  boolean hasBetter(Member member) {
    return !plan.second().isEmpty() && fabricsOf.getOrDefault(member.node().ref().node(), 0) > 0;
  }

  private Node host(Node node) {
    return nodes.isEmpty() ? node : nodes.getFirst();
  }

  /** The node that hosts the directory. */
  public Node host() {
    return nodes.getFirst();
  }

  /** All nodes. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The lives of those nodes that are up. */
  public List<Member> members() {
    return nodes.stream().filter(Node::isUp).map(this::member).toList();
  }

  /** The last life of a node. */
  public Member member(Node node) {
    Member member = members.get(node.ref().node());
    if (member == null) {
      throw new IllegalStateException(node + " never started");
    }
    return member;
  }

  /** The world they are in. */
  public World world() {
    return world;
  }

  /** What happened to objects. */
  public History history() {
    return shared.history();
  }

  Desk.Shared shared() {
    return shared;
  }

  Plan plan() {
    return plan;
  }
}
