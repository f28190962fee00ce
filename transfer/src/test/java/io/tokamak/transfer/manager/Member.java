// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.manager;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.NodeRef;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.NodeProcess;
import io.tokamak.transfer.ManagerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** One life of a node of a test: store and manager. */
final class Member implements NodeProcess {
  private static final int ENTRY = 64;
  private static final long CONNECT_NS = 1_000_000_000;

  final Node node;
  private final NodeRef ref;
  final MemoryStore store;
  final BoardDirectory directory;
  final Manager manager;
  final Spy spy = new Spy();
  private boolean ticking;
  private long readings;

  Member(
      Node node,
      Board board,
      ManagerSettings settings,
      long storeBytes,
      int entries,
      UnaryOperator<Fabric> wrapped) {
    this.node = node;
    ref = node.ref();
    store = new MemoryStore(node.memory(storeBytes), node.memory((long) entries * ENTRY));
    directory = new BoardDirectory(board, node.fabric()::wakeUp);
    Switchboard switchboard = new Switchboard();
    spy.on(switchboard);
    List<Fabric> fabrics = new ArrayList<>();
    fabrics.add(wrapped.apply(node.fabric()));
    Peers peers = new Peers(fabrics, spy, new Backoff(1_000_000, 100_000_000), CONNECT_NS);
    manager =
        new Manager(
            settings,
            node.name(),
            storeBytes,
            store,
            directory,
            peers,
            switchboard,
            node.ref(),
            () -> node.nowNs() + (ticking ? ++readings : 0),
            () -> node.nowNs() / 1000);
    manager.start();
  }

  NodeRef ref() {
    return ref;
  }

  /** From now on time also goes on by a nanosecond whenever it is looked at. */
  void tick() {
    ticking = true;
  }

  @Override
  public long step() {
    long nowNs = node.nowNs();
    return manager.step(nowNs) > 0 ? nowNs : manager.nextDeadlineNs(nowNs);
  }
}
