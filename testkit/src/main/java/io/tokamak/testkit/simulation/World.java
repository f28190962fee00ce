// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.testkit.seed.Seeds;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything there is in one run: a virtual clock, events in the order of their time, one source of
 * randomness, nodes, a network. Whatever has a choice asks {@link #random}, so the seed decides the
 * run. For one thread.
 */
public final class World {
  private static final long MOST_EVENTS = 5_000_000;

  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Node> nodes = new ArrayList<>();
  private final RandomGenerator random;
  private final Faults faults;
  private final List<Network> networks = new ArrayList<>();
  private final Trace trace;
  private final Moments moments = new Moments();
  private final Arena arena;
  private @Nullable Chaos chaos;
  private @Nullable Node stepping;
  private boolean calm;
  private long nowNs;
  private long sequence;
  private long played;

  private record Event(long atNs, long sequence, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  World(long seed, Faults faults, FabricCapabilities capabilities, Trace trace, Arena arena) {
    this.arena = arena;
    this.random = Seeds.random(seed);
    this.faults = faults;
    this.trace = trace;
    networks.add(new Network(this, SimulatedFabric.NAME, capabilities));
  }

  /** A world of its own, without faults, for a test that drives it by hand. */
  public static World of(long seed, FabricCapabilities capabilities) {
    return new World(seed, Faults.none(), capabilities, new Trace(false), Arena.ofAuto());
  }

  /** A node that starts now. */
  public Node node(String name, Boot boot) {
    Node node = new Node(this, name, nodes.size() + 1, boot);
    nodes.add(node);
    node.start();
    return node;
  }

  /** A node without a process: whoever has its fabric polls it from outside. */
  public Node node(String name) {
    return node(name, node -> NodeProcess.NOTHING);
  }

  /** All nodes, running or not. */
  public List<Node> nodes() {
    return Collections.unmodifiableList(nodes);
  }

  /** What lies between the nodes. */
  public Network network() {
    return networks.getFirst();
  }

  /** One more network between all nodes, with a fabric of that name; before there are nodes. */
  public Network network(String name, FabricCapabilities capabilities) {
    if (!nodes.isEmpty()) {
      throw new IllegalStateException("network %s: there are nodes already".formatted(name));
    }
    networks.add(new Network(this, name, capabilities));
    return networks.getLast();
  }

  /** All networks; nodes have a fabric in each. */
  public List<Network> networks() {
    return Collections.unmodifiableList(networks);
  }

  /** The time of the world; no node can see it. */
  public long nowNs() {
    return nowNs;
  }

  /** The source of everything that is not determined. */
  public RandomGenerator random() {
    return random;
  }

  /** How many events there were. */
  public long events() {
    return played;
  }

  /** Does something later. */
  public void after(long delayNs, Runnable action) {
    events.add(new Event(nowNs + Math.max(0, delayNs), sequence++, action));
  }

  /** Lets time pass. */
  public void runFor(Duration duration) {
    runUntil(() -> false, duration);
  }

  /**
   * Lets time pass until something is so, or the limit is reached.
   *
   * @return whether it is so
   */
  public boolean runUntil(BooleanSupplier condition, Duration limit) {
    return runUntil(condition, limit.toNanos());
  }

  boolean runUntil(BooleanSupplier condition, long limitNs) {
    if (stepping != null) {
      throw new IllegalStateException("%s waits within a step".formatted(stepping.name()));
    }
    startChaos();
    long endNs = nowNs + limitNs;
    while (!condition.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atNs > endNs) {
        nowNs = endNs;
        return condition.getAsBoolean();
      }
      play(events.remove());
    }
    return true;
  }

  /**
   * Cuts a connection right after the n-th thing that happens on any connection from now on:
   * issued, taken place at the target, heard of. For tests that go through all boundaries of a
   * protocol.
   */
  public void cutAfter(long moment) {
    moments.after(moment, connection -> connection.cut("cut at this moment"));
  }

  /** Does something right after the n-th of those moments, outside of all steps. */
  public void afterMoments(long moment, Runnable action) {
    moments.after(moment, connection -> after(0, action));
  }

  /** Whether the moment that was asked for has not come yet; it does not come any more. */
  public boolean disarmMoment() {
    return moments.disarm();
  }

  /** Faults end: what is parted reaches each other, who is down or paused goes on. */
  public void calm() {
    calm = true;
    trace("calm");
    networks.forEach(Network::heal);
    nodes.forEach(Node::resume);
    nodes.stream().filter(node -> !node.isUp()).forEach(Node::start);
  }

  /** Adds a line to what a failure of this run shows; see {@link #isTraced}. */
  public void trace(String what) {
    if (trace.isOn()) {
      trace.add(nowNs, what);
    }
  }

  /** Whether anybody will see the trace; ask before putting a line together in a hot place. */
  public boolean isTraced() {
    return trace.isOn();
  }

  /** Where the memory of all nodes is. */
  Arena arena() {
    return arena;
  }

  Moments moments() {
    return moments;
  }

  boolean has(FaultKind kind) {
    return !calm && faults.has(kind);
  }

  boolean isCalm() {
    return calm;
  }

  boolean isStepping() {
    return stepping != null;
  }

  /** Runs a step of a node, in which it must not wait. */
  void step(Node node, Runnable step) {
    stepping = node;
    try {
      step.run();
    } finally {
      stepping = null;
    }
  }

  private void startChaos() {
    if (chaos == null) {
      chaos = new Chaos(this, faults);
      chaos.begin();
    }
  }

  private void play(Event event) {
    nowNs = event.atNs;
    if (++played > MOST_EVENTS) {
      throw new AssertionError(
          "no end after %d events and %d ms: does something go round in circles?"
              .formatted(played, nowNs / 1_000_000));
    }
    event.action.run();
  }
}
