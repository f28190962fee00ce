// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.OperationStatus;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Two nodes that a test polls itself, connected. */
final class PairOfNodes {
  final World world;
  final Peer a;
  final Peer b;
  final Endpoint toB;
  final Endpoint toA;

  PairOfNodes(World world) {
    this.world = world;
    a = new Peer(world.node("a"));
    b = new Peer(world.node("b"));
    toB = a.connect(b.node);
    until(() -> a.endpoints.size() == 1 && b.endpoints.size() == 1);
    toA = b.endpoints.getFirst();
  }

  /** Polls both until something is so. */
  void until(BooleanSupplier condition) {
    assertThat(happens(condition, Duration.ofSeconds(2))).isTrue();
  }

  boolean happens(BooleanSupplier condition, Duration within) {
    long endNs = world.nowNs() + within.toNanos();
    while (!condition.getAsBoolean() && world.nowNs() < endNs) {
      world.runFor(Duration.ofNanos(1000));
      if (a.node.isUp()) {
        a.poll();
      }
      if (b.node.isUp()) {
        b.poll();
      }
    }
    return condition.getAsBoolean();
  }

  /** How an operation of a ended. */
  Peer.Completion end(long token) {
    until(() -> a.isDone(token));
    return a.completions.get(token);
  }

  OperationStatus status(long token) {
    return end(token).status();
  }
}
