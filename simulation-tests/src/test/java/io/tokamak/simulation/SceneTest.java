// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import io.tokamak.simulation.client.Deed;
import io.tokamak.simulation.client.Habits;
import io.tokamak.simulation.cluster.Plan;
import io.tokamak.simulation.cluster.Storm;
import io.tokamak.testkit.simulation.FaultKind;
import io.tokamak.testkit.simulation.Faults;
import io.tokamak.testkit.simulation.Simulation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters keep every promise, whatever goes wrong. */
class SceneTest {
  private static final int SEEDS = 800;
  private static final int SEEDS_PER_FAULT = 200;
  private static final int SEEDS_WITH_MEASUREMENTS = 20;

  @ParameterizedTest
  @EnumSource
  void shouldKeepEveryPromise(Scene scene) {
    scene.simulation(SEEDS).run(scene.storm());
  }

  @ParameterizedTest
  @EnumSource
  void shouldKeepEveryPromiseUnderOneFault(FaultKind fault) {
    Simulation.of("only " + fault)
        .seeds(SEEDS_PER_FAULT)
        .faults(Faults.only(fault))
        .run(new Storm(Plan.usual()));
  }

  @Test
  void shouldKeepEveryPromiseWhileItMeasures() {
    Plan plan = Plan.usual().withHabits(Habits.all().with(Deed.CALIBRATE, 1));
    Simulation.of("calibrations")
        .seeds(SEEDS_WITH_MEASUREMENTS)
        .faults(Faults.all())
        .run(new Storm(plan));
  }

  @Test
  void shouldKeepEveryPromiseInPeace() {
    Simulation.of("peace").seeds(SEEDS_PER_FAULT).run(new Storm(Plan.usual()));
  }
}
