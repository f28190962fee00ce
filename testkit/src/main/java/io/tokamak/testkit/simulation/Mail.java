// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricListener;
import java.util.ArrayDeque;
import java.util.Queue;

/** The messages of one direction: one after the other, each in the turn of its era. */
final class Mail {
  private final SimulatedEndpoint from;
  private final Queue<Letter> letters = new ArrayDeque<>();
  private int notReceived;

  private record Letter(
      Operation operation, SimulatedFabric.Arrival arrival, long arrivesNotBeforeNs) {}

  Mail(SimulatedEndpoint from) {
    this.from = from;
  }

  /** How many there are that were not received. */
  int onTheWay() {
    return notReceived;
  }

  void send(Operation operation, SimulatedFabric.Arrival arrival) {
    World world = operation.world();
    notReceived++;
    letters.add(new Letter(operation, arrival, world.nowNs() + from.network().latencyNs()));
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
    letter.operation.target().arrive(listener -> received(letter, listener));
    letter.operation.placed();
    if (!letters.isEmpty()) {
      carryNext();
    }
  }

  private void received(Letter letter, FabricListener listener) {
    letter.arrival.deliver(listener);
    letter.operation.settle();
    notReceived--;
    from.node().wake(); // there is room again
    letter.operation.world().moments().passed(from.connection());
  }
}
