// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Lets faults strike, until the world is calm. */
final class Chaos {
  private final World world;
  private final Faults faults;
  private final RandomGenerator random;

  Chaos(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
    this.random = world.random();
  }

  void begin() {
    FaultKind kind = faults.draw(random);
    if (kind != null) {
      world.after(faults.intervalNs(random), () -> strikeAndGoOn(kind));
    }
  }

  private void strikeAndGoOn(FaultKind kind) {
    if (!world.isCalm()) {
      strike(kind);
      begin();
    }
  }

  private void strike(FaultKind kind) {
    switch (kind) {
      case CUT -> cut();
      case PARTITION -> part();
      case CRASH -> crash();
      case PAUSE -> pause();
      case CORRUPTION, DAMAGE -> spoil(kind);
      case DELAY, DRIFT, REUSE, PRESSURE -> throw new IllegalArgumentException(kind.toString());
    }
  }

  private void cut() {
    Connection victim = any(connections());
    if (victim != null) {
      victim.cut("the connection was cut");
    }
  }

  private void spoil(FaultKind kind) {
    Connection victim = any(connections());
    if (victim != null) {
      victim.spoilNext(kind);
    }
  }

  private List<Connection> connections() {
    return world.networks().stream().flatMap(one -> one.connections().stream()).toList();
  }

  /** In one network, so that others serve, or in all. */
  private void part() {
    List<Node> side = world.nodes().stream().filter(node -> random.nextBoolean()).toList();
    boolean oneWay = random.nextInt(3) == 0;
    int only = random.nextInt(world.networks().size() + 1);
    for (int i = 0; i < world.networks().size(); i++) {
      if (only == world.networks().size() || only == i) {
        part(world.networks().get(i), side, oneWay);
      }
    }
  }

  private void part(Network network, List<Node> side, boolean oneWay) {
    network.part(side, oneWay);
    world.after(faults.durationNs(random), network::heal);
  }

  private void crash() {
    Node victim = any(world.nodes().stream().filter(Node::isUp).toList());
    if (victim != null) {
      victim.crash();
      world.after(faults.durationNs(random), victim::startAgain);
    }
  }

  /** No pause follows another without a step between them: a wait is late by one of them only. */
  private void pause() {
    Node victim = any(world.nodes().stream().filter(node -> !node.isPaused()).toList());
    if (victim != null) {
      victim.pause(faults.durationNs(random));
    }
  }

  private <T> @Nullable T any(List<T> from) {
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }
}
