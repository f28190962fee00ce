// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.FabricListener;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.testkit.simulation.Node;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A node without a directory, which sends what a test wants. */
final class Rogue implements FabricListener {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final Node node;
  private final Node target;
  private final List<String> ends = new ArrayList<>();
  private Endpoint endpoint;

  Rogue(Node node, Node target) {
    this.node = node;
    this.target = target;
    endpoint = connect();
  }

  private Endpoint connect() {
    return node.fabric().connect(NodeRef.ANYBODY, target.address(), node.nowNs() + 1_000_000_000L);
  }

  /** Sends bytes as soon as it can, over another connection if the last one has ended. */
  void send(MemorySegment message) {
    if (endpoint.state() == Endpoint.State.CLOSED) {
      endpoint = connect();
    }
    node.world()
        .runUntil(
            () -> poll() && endpoint.state() == Endpoint.State.READY,
            java.time.Duration.ofSeconds(1));
    endpoint.send(message, NOTHING);
  }

  /** Why its connections have ended. */
  List<String> ends() {
    poll();
    return ends;
  }

  private boolean poll() {
    node.fabric().poll(this);
    return true;
  }

  @Override
  public void connected(Endpoint ready) {}

  @Override
  public void disconnected(Endpoint gone, String why) {
    ends.add(why);
  }

  @Override
  public void received(Endpoint from, MemorySegment message) {}

  @Override
  public void completed(Endpoint from, long token, OperationStatus status, long value) {}
}
