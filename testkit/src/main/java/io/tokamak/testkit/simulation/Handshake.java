// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;

/** How two endpoints find each other: a request, an accept at the target's poll, an answer. */
final class Handshake {
  private final SimulatedEndpoint caller;
  private final World world;
  private final Network network;

  Handshake(SimulatedEndpoint caller) {
    this.caller = caller;
    this.world = caller.fabric().world();
    this.network = caller.network();
  }

  void begin(FabricAddress address, long deadlineNs) {
    long givenUpAtNs = caller.node().worldTimeNs(deadlineNs);
    if (givenUpAtNs != Long.MAX_VALUE) {
      world.after(
          givenUpAtNs - world.nowNs(),
          () -> caller.notConnected("no connection to %s in time".formatted(caller.peer())));
    }
    Node target = network.find(address);
    if (target == null) {
      world.after(network.latencyNs(), () -> refused("nobody at " + address));
    } else {
      network.travel(caller.node(), target, () -> asks(target));
    }
  }

  private void asks(Node target) {
    NodeRef wanted = caller.peer();
    if (caller.connection().isBroken()) {
      return;
    }
    if (!target.isUp()) {
      answer(target, () -> refused(target + " is down"));
    } else if (!wanted.equals(NodeRef.ANYBODY) && !target.ref().equals(wanted)) {
      String why = "asked for %s, found %s".formatted(wanted, target.ref());
      answer(target, () -> refused(why));
    } else {
      SimulatedFabric fabric = target.fabric(network);
      fabric.arrive(listener -> accept(fabric, listener));
    }
  }

  private void accept(SimulatedFabric fabric, FabricListener listener) {
    if (caller.connection().isBroken()) {
      return;
    }
    SimulatedEndpoint accepted = new SimulatedEndpoint(fabric, caller);
    fabric.add(accepted);
    caller.connection().accepted(accepted);
    network.add(caller.connection());
    accepted.opens(caller);
    listener.connected(accepted);
  }

  private void answer(Node target, Runnable answer) {
    network.travel(target, caller.node(), answer);
  }

  private void refused(String why) {
    caller.notConnected(why);
  }
}
