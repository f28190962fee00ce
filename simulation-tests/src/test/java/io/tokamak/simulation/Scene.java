// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.simulation.client.Deed;
import io.tokamak.simulation.client.Habits;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.simulation.cluster.Plan.Objects;
import io.tokamak.simulation.cluster.Storm;
import io.tokamak.simulation.tamper.SilentStores;
import io.tokamak.testkit.simulation.FaultKind;
import io.tokamak.testkit.simulation.Faults;
import io.tokamak.testkit.simulation.Semantics;
import io.tokamak.testkit.simulation.Simulation;
import io.tokamak.transfer.ManagerSettings;
import io.tokamak.transfer.Registration;
import io.tokamak.transfer.Verify;
import java.time.Duration;

/** Clusters in which one thing or another is the rule. */
@SuppressWarnings("ImmutableEnumChecker") // all of it is immutable, but not annotated
enum Scene {
  /** All that clients do, on the weakest fabric. */
  EVERYTHING(Plan.usual()),
  /** All that clients do, on a fabric like TCP. */
  EVERYTHING_OVER_TCP(Plan.usual(), Semantics.tcp()),
  /** Some nodes also have a fabric like shared memory. */
  TWO_FABRICS(Plan.usual().withSecondFabric(Semantics.shm()), Semantics.tcp()),
  /** All want the same few objects, which several nodes create with different bytes. */
  FEW_OBJECTS(Plan.usual().withObjects(new Objects(2, 3000, 16 << 10, 8))),
  /** Objects come and go all the time where others read them. */
  CHURN(
      Plan.usual()
          .withObjects(new Objects(4, 3000, 10_000, 6))
          .withHabits(
              Habits.only(Deed.CREATE, Deed.DELETE, Deed.EVICT)
                  .with(Deed.CREATE, 6)
                  .with(Deed.FETCH_BY, 4)
                  .with(Deed.FETCH_FROM, 4)
                  .every(100_000)),
      Semantics.tcp()),
  /** Objects of many reads, from several holders at once. */
  LARGE_OBJECTS(
      Plan.usual()
          .withObjects(new Objects(3, 40_000, 100_000, 8))
          .withHabits(
              Habits.only(Deed.CREATE, Deed.FETCH, Deed.FETCH_BY, Deed.PUSH, Deed.HOLD)
                  .with(Deed.FETCH, 4)
                  .every(500_000)
                  .within(10_000_000)),
      withReadsOf(4096, Semantics.weakest())),
  /** Stores that are full of what is pinned. */
  FULL_STORES(
      Plan.usual()
          .withObjects(new Objects(8, 3000, 5000, 3))
          .withHabits(Habits.all().with(Deed.HOLD, 8).with(Deed.PREFETCH, 4))),
  /** Objects are sent where they may be needed, and deleted wherever they are. */
  PUSHES_AND_DELETIONS(
      Plan.usual()
          .withHabits(
              Habits.only(Deed.PUSH, Deed.DELETE_EVERYWHERE, Deed.LISTEN, Deed.FETCH)
                  .with(Deed.CREATE, 4))),
  /** Objects of many chunks go to all nodes, which hand on what they have. */
  BROADCASTS(
      Plan.usual()
          .withNodes(6)
          .withObjects(new Objects(3, 60_000, 130_000, 8))
          .withHabits(
              Habits.only(Deed.CREATE, Deed.BROADCAST, Deed.DELETE, Deed.EVICT, Deed.HOLD)
                  .with(Deed.CREATE, 2)
                  .with(Deed.BROADCAST, 3)
                  .every(1_000_000)
                  .within(15_000_000)),
      withReadsOf(4096, Semantics.tcp())),
  /** Nodes die and come back all the time, with the same address. */
  RESTARTS(
      Plan.usual().withHabits(Habits.all().with(Deed.FETCH_FROM, 6)),
      Semantics.tcp(),
      Faults.only(FaultKind.CRASH, FaultKind.DRIFT, FaultKind.REUSE)
          .every(Duration.ofMillis(1))
          .lastingAtMost(Duration.ofMillis(3))),
  /** Memory is registered for each transfer. */
  REGISTRATIONS(settings(Plan.usual().settings().withRegistration(Registration.PER_TRANSFER))),
  /** Memory is registered when it is needed, and some of it stays so. */
  CACHED_REGISTRATIONS(
      settings(Plan.usual().settings().withRegistration(Registration.CACHED)), Semantics.tcp()),
  /** Everything is checked from end to end. */
  ALL_CHECKED(settings(Plan.usual().settings().withVerify(Verify.ALWAYS)), Semantics.tcp()),
  /** Hardly anything may be under way at a time. */
  NARROW(settings(Plan.usual().settings().withFlights(2000, 2).withQueues(4, 2))),
  /** Many nodes, short storms. */
  FIVE_NODES(Plan.usual().withNodes(5).withStorm(Duration.ofMillis(8))),
  /** Protocols are measured while others fetch, and are chosen by what was found. */
  CALIBRATIONS(
      Plan.usual()
          .withHabits(
              Habits.only(Deed.CREATE, Deed.FETCH, Deed.DELETE, Deed.CALIBRATE)
                  .with(Deed.CREATE, 6)
                  .with(Deed.FETCH, 12)
                  .within(12_000_000))),
  /** The stores do not answer their managers now and then. */
  SILENT_STORES(Plan.usual().withBug(new SilentStores(Plan.usual().storm())), Semantics.tcp()),
  /** Nobody waits for long, so that most things end half-way. */
  IMPATIENCE(Plan.usual().withHabits(Habits.all().within(300_000).every(100_000)));

  private final Plan plan;
  private final FabricCapabilities fabric;
  private final Faults faults;

  Scene(Plan plan) {
    this(plan, Semantics.weakest());
  }

  Scene(Plan plan, FabricCapabilities fabric) {
    this(plan, fabric, Faults.all());
  }

  Scene(Plan plan, FabricCapabilities fabric, Faults faults) {
    this.plan = plan;
    this.fabric = fabric;
    this.faults = faults;
  }

  private static Plan settings(ManagerSettings settings) {
    return Plan.usual().withSettings(settings);
  }

  private static FabricCapabilities withReadsOf(long bytes, FabricCapabilities fabric) {
    return new FabricCapabilities(
        fabric.oneSided(),
        fabric.nativeAtomics(),
        fabric.lineAtomic(),
        fabric.orderedPlacement(),
        fabric.keyChecked(),
        fabric.payloadChecked(),
        fabric.needsTargetProgress(),
        fabric.maxMessageBytes(),
        bytes);
  }

  Plan plan() {
    return plan;
  }

  Simulation simulation(int seeds) {
    return Simulation.of(toString()).seeds(seeds).fabric(fabric).faults(faults);
  }

  Storm storm() {
    return new Storm(plan);
  }
}
