// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import io.tokamak.simulation.client.Client;
import io.tokamak.simulation.client.Desk;
import io.tokamak.simulation.store.SimulatedStore;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.NodeProcess;
import io.tokamak.wire.ObjectId;
import java.util.Map;
import java.util.TreeMap;

/** One life of a node: an empty store, a manager, clients. */
public final class Member implements NodeProcess {
  private final Node node;
  private final SimulatedStore store;
  private final Composition manager;
  private final Client client;
  private final Desk desk;

  Member(Cluster cluster, Node node) {
    this.node = node;
    Plan plan = cluster.plan();
    Desk.Shared shared = cluster.shared();
    store =
        new SimulatedStore(
            node,
            plan.objects().storeBytes(),
            plan.objects().entries(),
            (id, bytes) -> copied(shared, id, bytes));
    manager = cluster.composition(node, store);
    desk = new Desk(node, store, manager.calls(), shared);
    client = new Client(desk, plan.habits());
  }

  /** What managers make to measure with was written by no client. */
  private void copied(Desk.Shared shared, ObjectId id, byte[] bytes) {
    if (shared.ids().contains(id)) {
      shared.history().copied(node.name(), Desk.name(id), bytes);
    }
  }

  @Override
  public long step() {
    long nowNs = node.nowNs();
    manager.step(nowNs);
    long clientNs = client.step();
    return Math.min(clientNs, manager.nextDeadlineNs(nowNs));
  }

  /** Its node. */
  public Node node() {
    return node;
  }

  /** Its store. */
  public SimulatedStore store() {
    return store;
  }

  /** What its clients have before them. */
  public Desk desk() {
    return desk;
  }

  /** Its clients. */
  public Client client() {
    return client;
  }

  /** Everything that comes back to its base when nothing goes on. */
  public Map<String, Long> gauges() {
    Map<String, Long> gauges = new TreeMap<>(manager.gauges());
    gauges.put("store pins", store.pins());
    gauges.put("store unsealed", store.unsealed());
    return gauges;
  }

  @Override
  public String toString() {
    return node.ref().toString();
  }
}
