// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import io.tokamak.simulation.cluster.Plan;
import io.tokamak.simulation.cluster.Storm;
import io.tokamak.testkit.simulation.FaultKind;
import io.tokamak.testkit.simulation.Faults;
import io.tokamak.testkit.simulation.Simulation;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clusters keep every promise, whatever goes wrong. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class SceneTest {
  private static final int SEEDS = 620;
  private static final int SEEDS_PER_FAULT = 100;

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
  void shouldKeepEveryPromiseInPeace() {
    Simulation.of("peace").seeds(SEEDS_PER_FAULT).run(new Storm(Plan.usual()));
  }
}
