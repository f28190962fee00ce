// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.util.ArrayDeque;
import java.util.Queue;

/** The messages of one direction: one after the other, each in the turn of its era. */
final class Mail {
  private final SimulatedEndpoint from;
  private final Queue<Letter> letters = new ArrayDeque<>();

  private record Letter(
      Operation operation, SimulatedFabric.Arrival arrival, long arrivesNotBeforeNs) {}

  Mail(SimulatedEndpoint from) {
    this.from = from;
  }

  int onTheWay() {
    return letters.size();
  }

  void send(Operation operation, SimulatedFabric.Arrival arrival) {
    World world = operation.world();
    letters.add(new Letter(operation, arrival, world.nowNs() + world.network().latencyNs()));
    if (letters.size() == 1) {
      carryNext();
    }
  }

  private void carryNext() {
    Letter letter = letters.element();
    long delayNs = letter.arrivesNotBeforeNs - letter.operation.world().nowNs();
    letter.operation.travels(delayNs, () -> arrives(letter));
  }

  private void arrives(Letter letter) {
    if (from.connection().spoils(FaultKind.CORRUPTION)) {
      from.connection().cut("a message arrived damaged");
      return;
    }
    letters.remove();
    letter
        .operation
        .target()
        .arrive(listener -> {
          letter.arrival.deliver(listener);
          letter.operation.settle();
        });
    letter.operation.placed();
    from.node().wake(); // there is room again
    if (!letters.isEmpty()) {
      carryNext();
    }
  }
}
