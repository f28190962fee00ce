// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What lies between the nodes: it takes time, and it can be parted. What is sent into a partition
 * waits there until it is healed, as with a transport that sends again.
 */
public final class Network {
  private static final long DETECTION_NS = 100_000_000;

  private final World world;
  private final String name;
  private final FabricCapabilities capabilities;
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Road, Long> blockedSinceNs = new LinkedHashMap<>();
  private final List<Waiting> waiting = new ArrayList<>();

  /** One direction between two nodes. */
  record Road(Node from, Node to) {}

  private record Waiting(Road road, Runnable arrival) {}

  Network(World world, String name, FabricCapabilities capabilities) {
    this.world = world;
    this.name = name;
    this.capabilities = capabilities;
  }

  /** What its fabrics are called. */
  public String name() {
    return name;
  }

  /** What its fabrics promise. */
  public FabricCapabilities capabilities() {
    return capabilities;
  }

  /**
   * Parts the nodes of one side from all others. {@code oneWay}: the side does not reach the
   * others, but they reach it.
   */
  public void part(List<Node> side, boolean oneWay) {
    world.trace("%s: %s parted from the others%s".formatted(name, side, oneWay ? ", one way" : ""));
    for (Node from : world.nodes()) {
      for (Node to : world.nodes()) {
        boolean leaves = side.contains(from) && !side.contains(to);
        boolean enters = !side.contains(from) && side.contains(to);
        if (leaves || (enters && !oneWay)) {
          blockedSinceNs.putIfAbsent(new Road(from, to), world.nowNs());
        }
      }
    }
    world.after(Silence.GIVEN_UP_AFTER_NS, this::giveUp);
  }

  /** Connections do not outlive a partition of some seconds. */
  private void giveUp() {
    connections().stream()
        .filter(connection -> connection.roads().anyMatch(this::isBlockedForLong))
        .forEach(connection -> connection.cut("parted for too long"));
  }

  private boolean isBlockedForLong(Road road) {
    Long since = blockedSinceNs.get(road);
    return since != null && world.nowNs() - since >= Silence.GIVEN_UP_AFTER_NS;
  }

  /** Everybody reaches everybody; what has waited arrives soon. */
  public void heal() {
    if (!blockedSinceNs.isEmpty()) {
      world.trace(name + ": healed");
      blockedSinceNs.clear();
      List<Waiting> released = List.copyOf(waiting);
      waiting.clear();
      released.forEach(one -> world.after(latencyNs(), one.arrival));
    }
  }

  /** The connections that are not broken, for a test that wants to break one. */
  public List<Connection> connections() {
    connections.removeIf(Connection::isBroken);
    return List.copyOf(connections);
  }

  void add(Connection connection) {
    connections.add(connection);
  }

  FabricAddress addressOf(Node node) {
    return new FabricAddress(name, node.name());
  }

  @Nullable Node find(FabricAddress address) {
    for (Node node : world.nodes()) {
      if (addressOf(node).equals(address)) {
        return node;
      }
    }
    return null;
  }

  /** Arrives after a while, and not before both nodes can reach each other in this direction. */
  void travel(Node from, Node to, Runnable arrival) {
    travel(from, to, latencyNs(), arrival);
  }

  void travel(Node from, Node to, long delayNs, Runnable arrival) {
    world.after(delayNs, () -> arrive(new Road(from, to), arrival));
  }

  private void arrive(Road road, Runnable arrival) {
    if (!blockedSinceNs.isEmpty() && blockedSinceNs.containsKey(road)) {
      waiting.add(new Waiting(road, arrival));
    } else {
      arrival.run();
    }
  }

  /** Mostly some microseconds, sometimes a hundred, with {@link FaultKind#DELAY} up to 20 ms. */
  long latencyNs() {
    RandomGenerator random = world.random();
    int kind = random.nextInt(64);
    if (kind == 0 && world.has(FaultKind.DELAY)) {
      return random.nextLong(20_000_000);
    }
    return kind < 8 ? random.nextLong(200_000) : 200 + random.nextLong(5_000);
  }

  /** How long until a node learns that a peer or a connection is gone. */
  long detectionNs() {
    boolean late = world.has(FaultKind.DELAY) && world.random().nextInt(4) == 0;
    return late ? world.random().nextLong(DETECTION_NS) : latencyNs();
  }
}
