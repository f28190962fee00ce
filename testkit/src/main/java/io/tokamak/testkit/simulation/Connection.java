// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.testkit.simulation.Network.Road;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What joins two endpoints. Broken, it never works again; the two ends learn of it at different
 * times, and what was on its way until then may or may not take place.
 */
public final class Connection {
  private final World world;
  private final SimulatedEndpoint first;
  private @Nullable SimulatedEndpoint second;
  private @Nullable FaultKind spoil;
  private boolean broken;

  Connection(World world, SimulatedEndpoint first) {
    this.world = world;
    this.first = first;
  }

  /** Breaks it now. */
  public void cut(String why) {
    if (world.isTraced()) {
      world.trace("%s: %s".formatted(this, why));
    }
    loses(first, why);
    if (second != null) {
      loses(second, why);
    }
  }

  /** Whether it does not work any more. */
  public boolean isBroken() {
    return broken;
  }

  /** The next bytes that can be are spoilt in this way. */
  public void spoilNext(FaultKind how) {
    spoil = how;
  }

  /** Whether bytes that arrive now are spoilt in this way; only once. */
  boolean spoils(FaultKind how) {
    boolean now = spoil == how && world.has(how);
    spoil = now ? null : spoil;
    return now;
  }

  /** The peer of one of the two; null while it has not accepted. */
  @Nullable SimulatedEndpoint other(SimulatedEndpoint one) {
    return one == first ? second : first;
  }

  /** Both directions; none before it is accepted. */
  Stream<Road> roads() {
    return second == null
        ? Stream.empty()
        : Stream.of(new Road(first.node(), second.node()), new Road(second.node(), first.node()));
  }

  void accepted(SimulatedEndpoint endpoint) {
    second = endpoint;
  }

  /** One end knows already; the other one learns of it. */
  void endedBy(SimulatedEndpoint one, String why) {
    broken = true;
    SimulatedEndpoint other = other(one);
    if (other != null) {
      loses(other, why);
    }
  }

  private void loses(SimulatedEndpoint endpoint, String why) {
    broken = true;
    world.after(first.network().detectionNs(), () -> endpoint.lost(why));
  }

  @Override
  public String toString() {
    return first.node() + "-" + (second == null ? "?" : second.node());
  }
}
