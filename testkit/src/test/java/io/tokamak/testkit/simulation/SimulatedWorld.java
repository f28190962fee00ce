// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.testkit.fabric.FabricWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Three simulated nodes, all faults off, polled by the suite. */
final class SimulatedWorld implements FabricWorld {
  private static final Duration STEP = Duration.ofNanos(2000);

  private final World world;
  private final List<Node> nodes = new ArrayList<>();

  /** With reads and writes of any length, which the suite expects. */
  SimulatedWorld(long seed, FabricCapabilities fabric) {
    world =
        World.of(
            seed,
            new FabricCapabilities(
                fabric.oneSided(),
                fabric.nativeAtomics(),
                fabric.lineAtomic(),
                fabric.orderedPlacement(),
                fabric.keyChecked(),
                fabric.payloadChecked(),
                fabric.needsTargetProgress(),
                fabric.maxMessageBytes(),
                Long.MAX_VALUE));
    for (int i = 0; i < NODES; i++) {
      nodes.add(world.node("node" + i));
    }
  }

  @Override
  public Fabric fabric(int node) {
    return nodes.get(node).fabric();
  }

  @Override
  public FabricAddress nowhere() {
    return new FabricAddress(SimulatedFabric.NAME, "nowhere");
  }

  @Override
  public long nowNs() {
    return world.nowNs();
  }

  @Override
  public void advance(long byNs) {
    world.runFor(Duration.ofNanos(byNs));
  }

  @Override
  public void step() {
    world.runFor(STEP);
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.fabric().close());
  }
}
