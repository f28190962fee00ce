// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tokamak.simulation.cluster.Plan;
import io.tokamak.simulation.cluster.Storm;
import io.tokamak.simulation.tamper.Bug;
import io.tokamak.testkit.simulation.Failure;
import io.tokamak.transfer.Verify;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The simulator finds bugs of the kinds it is there for; without them all is well ({@link
 * SceneTest}).
 */
class BugTest {
  private static final int SEEDS = 10_000;

  private static Scene sceneOf(Bug bug) {
    return switch (bug) {
      case NO_FENCE, NO_GENERATION_CHECK -> Scene.CHURN;
      case EARLY_SEAL, LATE_SEAL, FORGOTTEN_RELEASE, NO_DEADLINE -> Scene.EVERYTHING;
      case OLD_EPOCHS -> Scene.RESTARTS;
      case RELAY_AHEAD -> Scene.BROADCASTS;
    };
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheBug(Bug bug) {
    Scene scene = sceneOf(bug);
    requireFound(bug.toString(), scene, scene.plan().withBug(bug));
  }

  @Test
  void shouldFindThatNoChecksumIsLookedAt() {
    Plan plan = Scene.EVERYTHING.plan();
    Plan careless = plan.withSettings(plan.settings().withVerify(Verify.NEVER));
    requireFound("no checksum", Scene.EVERYTHING, careless);
  }

  private static void requireFound(String bug, Scene scene, Plan plan) {
    Optional<Failure> failure = scene.simulation(SEEDS).firstFailure(new Storm(plan));
    assertThat(failure)
        .hasValueSatisfying(found -> assertThat(found.cause()).isInstanceOf(AssertionError.class))
        .hasValueSatisfying(found ->
            System.out.printf("%s: found by run %d: %s%n", bug, found.runs(), found.cause()));
  }
}
