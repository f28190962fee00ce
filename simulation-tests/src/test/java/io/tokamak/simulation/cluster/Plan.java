// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.cluster;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.simulation.client.Habits;
import io.tokamak.simulation.tamper.Tampering;
import io.tokamak.transfer.ManagerSettings;
import java.time.Duration;
import java.util.List;

/**
 * A cluster to be simulated. Immutable.
 *
 * @param nodes how many, the first one hosts the directory
 * @param objects what there may be
 * @param second a better fabric beside the first, which some nodes have; empty: there is none
 * @param settings of the managers
 * @param habits what clients do
 * @param tampering a bug, or none
 * @param storm how long everything may happen
 */
public record Plan(
    int nodes,
    Objects objects,
    List<FabricCapabilities> second,
    ManagerSettings settings,
    Habits habits,
    Tampering tampering,
    Duration storm) {
  private static final long LEASE_NS = 20_000_000;
  private static final long PATIENCE_NS = 4_000_000;
  private static final int STRIPE_BYTES = 8192;

  /**
   * The objects of a run, and the room for them.
   *
   * @param ids how many ids there are
   * @param mostBytes of an object
   * @param storeBytes for objects, in each store
   * @param entries objects a store can have
   */
  public record Objects(int ids, int mostBytes, int storeBytes, int entries) {}

  /** Three nodes, small objects, enough room, 15 ms of all there is. */
  public static Plan usual() {
    return new Plan(
        3,
        new Objects(8, 3000, 32 << 10, 24),
        List.of(),
        ManagerSettings.defaults().withTimes(LEASE_NS, PATIENCE_NS).withStripes(STRIPE_BYTES),
        Habits.all(),
        Tampering.none(),
        Duration.ofMillis(15));
  }

  /** The same with so many nodes. */
  public Plan withNodes(int count) {
    return new Plan(count, objects, second, settings, habits, tampering, storm);
  }

  /** The same with other objects. */
  public Plan withObjects(Objects others) {
    return new Plan(nodes, others, second, settings, habits, tampering, storm);
  }

  /** The same with another fabric beside the first. */
  public Plan withSecondFabric(FabricCapabilities better) {
    return new Plan(nodes, objects, List.of(better), settings, habits, tampering, storm);
  }

  /** The same with managers that work in another way. */
  public Plan withSettings(ManagerSettings others) {
    return new Plan(nodes, objects, second, others, habits, tampering, storm);
  }

  /** The same with other clients. */
  public Plan withHabits(Habits others) {
    return new Plan(nodes, objects, second, settings, others, tampering, storm);
  }

  /** The same with a bug. */
  public Plan withBug(Tampering bug) {
    return new Plan(nodes, objects, second, settings, habits, bug, storm);
  }

  /** The same with a storm of another length. */
  public Plan withStorm(Duration length) {
    return new Plan(nodes, objects, second, settings, habits, tampering, length);
  }
}
