// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.NodeRef;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A computer of the simulated world, through all its lives. Its steps come when something arrives,
 * when its process asked for one, and never at a moment it could rely on.
 */
public final class Node {
  private static final int MOST_DRIFT_PPM = 20_000;
  private static final long SHORTEST_STEP_NS = 1000;
  private static final byte DEAD = (byte) 0xDE;
  private static final long FARTHEST_NS = Long.MAX_VALUE / 4;

  private final World world;
  private final String name;
  private final long id;
  private final Boot boot;
  private final long driftPpm;
  private long epoch;
  private long clockOffsetNs;
  private @Nullable Life life;
  private long stepAtNs = Long.MAX_VALUE;
  private long pausedUntilNs;

  /** What ends with a crash. */
  private static final class Life {
    final List<SimulatedFabric> fabrics;
    final List<MemorySegment> memory = new ArrayList<>();
    NodeProcess process = NodeProcess.NOTHING;

    Life(List<SimulatedFabric> fabrics) {
      this.fabrics = fabrics;
    }
  }

  Node(World world, String name, long id, Boot boot) {
    this.world = world;
    this.name = name;
    this.id = id;
    this.boot = boot;
    driftPpm =
        world.has(FaultKind.DRIFT)
            ? world.random().nextLong(-MOST_DRIFT_PPM, MOST_DRIFT_PPM + 1)
            : 0;
  }

  /** What traces call it. */
  public String name() {
    return name;
  }

  /** This life of the node; while it is down, its last one. */
  public NodeRef ref() {
    return new NodeRef(id, epoch);
  }

  /** Where others find it in the first network, in all its lives. */
  public FabricAddress address() {
    return world.network().addressOf(this);
  }

  /** Whether it lives. A paused node does. */
  public boolean isUp() {
    return life != null;
  }

  /** The fabric of this life in the first network. */
  public SimulatedFabric fabric() {
    return living().fabrics.getFirst();
  }

  /** The fabrics of this life, in the order of the networks. */
  public List<SimulatedFabric> fabrics() {
    return living().fabrics;
  }

  SimulatedFabric fabric(Network network) {
    return living().fabrics.get(world.networks().indexOf(network));
  }

  /** Zeroed memory that can be registered; of this life, so gone with it. */
  public MemorySegment memory(long lengthBytes) {
    MemorySegment memory = world.arena().allocate(lengthBytes, 64);
    living().memory.add(memory);
    return memory;
  }

  /** What its clock shows; with {@link FaultKind#DRIFT} of an origin and a speed of its own. */
  public long nowNs() {
    return clockOffsetNs + world.nowNs() + Math.floorDiv(world.nowNs() * driftPpm, 1_000_000L);
  }

  /** Its clock. */
  public LongSupplier clock() {
    return this::nowNs;
  }

  /** The world it is in. */
  public World world() {
    return world;
  }

  /** Dies: process, memory and connections are gone. Nothing happens to a node that is down. */
  public void crash() {
    if (life != null) {
      world.trace(name + " crashes");
      Life ended = life;
      life = null;
      ended.fabrics.forEach(SimulatedFabric::die);
      ended.memory.forEach(memory -> memory.fill(DEAD));
    }
  }

  /** Starts in a new life, if it is down and the world has not started it meanwhile. */
  public void startAgain() {
    if (life == null) {
      start();
    }
  }

  /** Makes no steps for a while. */
  public void pause(Duration duration) {
    pause(duration.toNanos());
  }

  boolean isPaused() {
    return world.nowNs() <= pausedUntilNs;
  }

  void pause(long durationNs) {
    world.trace(name + " is paused");
    pausedUntilNs = Math.max(pausedUntilNs, world.nowNs() + durationNs);
    stepNotAfter(pausedUntilNs);
  }

  void resume() {
    pausedUntilNs = 0;
    wake();
  }

  void start() {
    epoch += 1 + world.random().nextInt(3);
    clockOffsetNs = world.has(FaultKind.DRIFT) ? world.random().nextLong(1L << 50) : 0;
    pausedUntilNs = 0;
    stepAtNs = Long.MAX_VALUE;
    if (world.isTraced()) {
      world.trace("%s starts as %s".formatted(name, ref()));
    }
    Life begun =
        new Life(
            world.networks().stream()
                .map(network -> new SimulatedFabric(this, ref(), network))
                .toList());
    life = begun;
    begun.process = boot.start(this);
    wake();
  }

  /** There is something to do: a step soon. */
  void wake() {
    long hesitationNs = world.random().nextInt(16) == 0 ? 50_000 : 2_000;
    stepNotAfter(world.nowNs() + world.random().nextLong(hesitationNs));
  }

  /** When its clock will show this, in the time of the world; {@link Long#MAX_VALUE}: never. */
  public long worldTimeNs(long nodeTimeNs) {
    long sinceNs = nodeTimeNs - clockOffsetNs;
    if (nodeTimeNs == NodeProcess.WHEN_SOMETHING_ARRIVES || sinceNs > FARTHEST_NS) {
      return Long.MAX_VALUE;
    }
    return (long) (sinceNs / (1 + driftPpm / 1e6)) + 1;
  }

  private void stepNotAfter(long atNs) {
    if (atNs < stepAtNs) {
      stepAtNs = atNs;
      world.after(atNs - world.nowNs(), () -> stepIfDue(atNs));
    }
  }

  private void stepIfDue(long dueNs) {
    Life living = life;
    if (stepAtNs != dueNs || living == null) {
      return;
    }
    stepAtNs = Long.MAX_VALUE;
    if (world.nowNs() < pausedUntilNs) {
      stepNotAfter(pausedUntilNs);
    } else {
      world.step(this, () -> step(living));
    }
  }

  private void step(Life living) {
    long nextNs = worldTimeNs(living.process.step());
    if (living == life && nextNs != Long.MAX_VALUE) {
      stepNotAfter(Math.max(nextNs, world.nowNs() + SHORTEST_STEP_NS));
    }
  }

  private Life living() {
    if (life == null) {
      throw new IllegalStateException(name + " is down");
    }
    return life;
  }

  @Override
  public String toString() {
    return name;
  }
}
