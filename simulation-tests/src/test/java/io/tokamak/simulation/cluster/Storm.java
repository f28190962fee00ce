// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import io.tokamak.testkit.simulation.Scenario;
import io.tokamak.testkit.simulation.World;

/** Clients do what they do while everything may go wrong; then nothing does, and all ends well. */
public record Storm(Plan plan) implements Scenario {
  @Override
  public void play(World world) {
    Cluster cluster = new Cluster(world, plan);
    world.runFor(plan.storm());
    Calm.of(cluster);
  }
}
