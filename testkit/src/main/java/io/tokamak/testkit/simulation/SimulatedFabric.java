// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.NodeRef;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The fabric of one life of a simulated node. Outside of steps {@link #await} lets the world go on;
 * within a step nobody waits.
 */
public final class SimulatedFabric implements Fabric {
  /** What addresses call the first one of a world. */
  public static final String NAME = "simulated";

  private final Node node;
  private final NodeRef self;
  private final World world;
  private final Network network;
  private final Regions regions;
  private final Atomics atomics;
  private final List<SimulatedEndpoint> endpoints = new ArrayList<>();
  private final Queue<Arrival> arrivals = new ArrayDeque<>();
  private final Silence silence = new Silence(this);
  private final List<Placement> unplaced = new ArrayList<>();
  private boolean polling;
  private boolean woken;
  private boolean alive = true;

  /** Something that this node will see at its next poll. */
  @FunctionalInterface
  interface Arrival {
    void deliver(FabricListener listener);
  }

  SimulatedFabric(Node node, NodeRef self, Network network) {
    this.node = node;
    this.self = self;
    this.world = node.world();
    this.network = network;
    this.regions = new Regions(world, capabilities().keyChecked());
    this.atomics = new Atomics(this);
  }

  @Override
  public NodeRef self() {
    return self;
  }

  @Override
  public String name() {
    return network.name();
  }

  @Override
  public FabricCapabilities capabilities() {
    return network.capabilities();
  }

  @Override
  public FabricAddress address() {
    return network.addressOf(node);
  }

  @Override
  public MemoryRegion register(MemorySegment memory, MemoryRegion.Access access) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "memory on the heap cannot be registered; Node.memory() has some that can");
    }
    return regions.register(this, memory, access);
  }

  @Override
  public Endpoint connect(NodeRef peer, FabricAddress address, long deadlineNs) {
    SimulatedEndpoint endpoint = new SimulatedEndpoint(this, peer);
    endpoints.add(endpoint);
    new Handshake(endpoint).begin(address, deadlineNs);
    return endpoint;
  }

  @Override
  public int poll(FabricListener listener) {
    if (polling) {
      throw new IllegalStateException(node + " polls within a poll");
    }
    polling = true;
    try {
      return deliver(listener);
    } finally {
      polling = false;
    }
  }

  /** What has arrived until now; what the listener causes comes with the next poll. */
  private int deliver(FabricListener listener) {
    int count = arrivals.size();
    silence.polled();
    for (int i = 0; i < count && alive; i++) {
      arrivals.remove().deliver(listener);
    }
    return count;
  }

  @Override
  public void await(long timeoutNs) {
    if (world.isStepping()) {
      throw new IllegalStateException(node + " waits within a step");
    }
    world.runUntil(() -> woken || hasArrivals(), timeoutNs);
    woken = false;
  }

  @Override
  public void wakeUp() {
    woken = true;
    node.wake();
  }

  @Override
  public void close() {
    endpoints.forEach(SimulatedEndpoint::closeSilently);
    die();
  }

  /** The node is gone, without a word; its peers find out. */
  void die() {
    alive = false;
    arrivals.clear();
    endpoints.forEach(endpoint -> endpoint.connection().endedBy(endpoint, self + " is gone"));
    endpoints.clear();
  }

  /** This node has not polled for so long that its peers give it up. */
  void fellSilent() {
    for (SimulatedEndpoint endpoint : List.copyOf(endpoints)) {
      SimulatedEndpoint other = endpoint.connection().other(endpoint);
      if (other != null && !other.fabric().silence.isAway()) {
        endpoint.connection().cut(self + " fell silent");
      }
    }
  }

  void add(SimulatedEndpoint endpoint) {
    endpoints.add(endpoint);
  }

  void remove(SimulatedEndpoint endpoint) {
    endpoints.remove(endpoint);
  }

  void arrive(Arrival arrival) {
    if (alive) {
      silence.arrived(arrivals.isEmpty());
      arrivals.add(arrival);
      node.wake();
    }
  }

  boolean hasArrivals() {
    return !arrivals.isEmpty();
  }

  boolean isAlive() {
    return alive;
  }

  Node node() {
    return node;
  }

  World world() {
    return world;
  }

  Network network() {
    return network;
  }

  Regions regions() {
    return regions;
  }

  Atomics atomics() {
    return atomics;
  }

  /** A write has completed, and its bytes are somewhere on the way into memory. */
  void add(Placement placement) {
    unplaced.add(placement);
  }

  void remove(Placement placement) {
    unplaced.remove(placement);
  }

  /** No byte of this peer is on its way into memory any more. */
  void settle(SimulatedEndpoint from) {
    List.copyOf(unplaced).stream().filter(one -> one.isOf(from)).forEach(Placement::place);
  }

  void closed(SimulatedRegion region) {
    if (regions.isChecked()) {
      List.copyOf(unplaced).stream().filter(one -> one.isInto(region)).forEach(Placement::place);
    }
    regions.remove(region);
  }
}
