// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import io.tokamak.directory.Directory;
import io.tokamak.directory.embedded.DirectorySettings;
import io.tokamak.directory.embedded.EmbeddedDirectory;
import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.peer.Backoff;
import io.tokamak.fabric.peer.Peers;
import io.tokamak.fabric.service.Switchboard;
import io.tokamak.simulation.store.SimulatedStore;
import io.tokamak.simulation.tamper.Between;
import io.tokamak.testkit.simulation.Node;
import io.tokamak.testkit.simulation.SimulatedFabric;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.manager.Manager;
import io.tokamak.transfer.record.Counter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the manager thread of a node owns, put together as the node does, with shorter times: much
 * happens in little simulated time.
 */
final class Composition {
  private static final DirectorySettings DIRECTORY =
      new DirectorySettings(2_000_000, 8_000_000, new Backoff(200_000, 2_000_000), 10_000);
  private static final Backoff BACKOFF = new Backoff(100_000, 1_000_000);
  private static final long CONNECT_NS = 3_000_000;

  /** Those of the manager's counters that return to their base, but for connections. */
  private static final List<Counter> GAUGES =
      List.of(
          Counter.INCOMING,
          Counter.OUTGOING,
          Counter.WAITING,
          Counter.PINS,
          Counter.LANDINGS,
          Counter.FETCHES,
          Counter.QUEUED,
          Counter.FLIGHT_BYTES,
          Counter.OPERATIONS,
          Counter.SCRATCH,
          Counter.CALLS,
          Counter.SEARCHES,
          Counter.SUBSCRIBERS,
          Counter.SCRATCH_OBJECTS);

  private final Manager manager;
  private final ManagerCalls calls;
  private final long regions;
  private final boolean keepsRegions;

  Composition(
      Node node,
      List<SimulatedFabric> fabrics,
      SimulatedStore store,
      ManagerSettings settings,
      Between between,
      Node host) {
    Switchboard switchboard = new Switchboard();
    List<Fabric> used = fabrics.stream().map(fabric -> between.fabric(fabric)).toList();
    Peers peers = new Peers(used, switchboard, BACKOFF, CONNECT_NS);
    Directory directory =
        new EmbeddedDirectory(
            switchboard, peers, host.equals(node) ? null : host.address(), DIRECTORY, node.clock());
    manager =
        new Manager(
            settings,
            node.name(),
            store.data().byteSize(),
            between.store(store),
            between.directory(directory),
            peers,
            switchboard,
            node.ref(),
            node.clock(),
            () -> node.nowNs() / 1000,
            between.acceptance());
    manager.start();
    calls = between.calls(manager);
    keepsRegions = settings.registration() == Registration.CACHED;
    regions = count(Counter.REGIONS);
  }

  private long count(Counter counter) {
    return manager.counters().getOrDefault(counter.label(), 0L);
  }

  /** What clients ask. */
  ManagerCalls calls() {
    return calls;
  }

  /** One round. */
  void step(long nowNs) {
    manager.step(nowNs);
  }

  /** When the next round is due at the latest. */
  long nextDeadlineNs(long nowNs) {
    return manager.nextDeadlineNs(nowNs);
  }

  /** What goes on: all is 0 when nothing does. */
  Map<String, Long> gauges() {
    Map<String, Long> gauges = new LinkedHashMap<>();
    GAUGES.forEach(gauge -> gauges.put(gauge.label(), count(gauge)));
    if (!keepsRegions) {
      gauges.put(Counter.REGIONS.label(), count(Counter.REGIONS) - regions);
    }
    return gauges;
  }
}
