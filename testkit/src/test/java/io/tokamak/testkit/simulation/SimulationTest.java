// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tokamak.testkit.seed.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SimulationTest {
  private static final String SEED = "tokamak.seed";
  private static final Scenario UNLUCKY =
      world -> {
        world.after(5, () -> world.trace("it happens"));
        world.runFor(Duration.ofNanos(10));
        assertThat(world.random().nextInt(20)).as("the number drawn").isNotEqualTo(7);
      };

  private final String given = System.getProperty(SEED, "");

  /** These tests are about many seeds, also when one is replayed. */
  @BeforeEach
  void giveNoSeed() {
    System.clearProperty(SEED);
  }

  @AfterEach
  void restoreSeed() {
    System.setProperty(SEED, given);
  }

  private static Failure failure(Scenario scenario) {
    return Simulation.of("unlucky").firstFailure(scenario).orElseThrow();
  }

  @Test
  void shouldReportTheFirstSeedThatFails() {
    Failure failure = failure(UNLUCKY);
    assertThat(failure.cause()).hasMessageContaining("the number drawn");
    assertThat(failure.trace()).singleElement().asString().contains("it happens");
    assertThat(failure.replay())
        .isEqualTo(
            "./mvnw -pl testkit -am test"
                + " '-Dtest=SimulationTest#shouldReportTheFirstSeedThatFails'"
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dtokamak.seed=%d",
            failure.seed());
    assertThat(failure.asError()).hasMessageContaining(failure.replay());
  }

  @Test
  void shouldThrowWhatFailed() {
    assertThatThrownBy(() -> Simulation.of("unlucky").run(UNLUCKY))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("seed", "replay with", "it happens");
  }

  @Test
  void shouldPlayTheGivenSeedOnly() {
    long seed = failure(UNLUCKY).seed();
    System.setProperty(SEED, Long.toString(seed));
    assertThat(failure(UNLUCKY)).extracting(Failure::seed, Failure::runs).containsExactly(seed, 1);
    List<Long> played = new ArrayList<>();
    Simulation.of("one").run(world -> played.add(world.nowNs()));
    assertThat(played).hasSize(1);
  }

  @Test
  void shouldPlayAsManySeedsAsAskedFor() {
    List<Long> draws = new ArrayList<>();
    Simulation.of("many").seeds(30).run(world -> draws.add(world.random().nextLong()));
    assertThat(draws).hasSize(Seeds.count(30)).doesNotHaveDuplicates();
  }

  @Test
  void shouldRefuseAScenarioThatIsNotDeterminedByItsSeed() {
    int[] runs = {0};
    assertThatThrownBy(
            () -> Simulation.of("shared").run(world -> assertThat(runs[0]++).isNotEqualTo(3)))
        .hasMessageContaining("not determined by its seed");
  }

  @Test
  void shouldGiveTheSameTraceForTheSameSeed() {
    Simulation all = Simulation.of("trace").faults(Faults.all());
    List<String> trace = all.traceOf(new Fetches(), 42);
    assertThat(trace).hasSizeGreaterThan(50).isEqualTo(all.traceOf(new Fetches(), 42));
    assertThat(trace).isNotEqualTo(all.traceOf(new Fetches(), 43));
  }

  @Test
  void shouldEndARunThatGoesRoundInCircles() {
    assertThatThrownBy(() ->
            Simulation.of("circle")
                .seeds(1)
                .run(world -> {
                  world.node("n", node -> () -> node.nowNs());
                  world.runFor(Duration.ofHours(1));
                }))
        .hasMessageContaining("round in circles");
  }

  @Test
  void shouldNotWaitWithinAStep() {
    World world = World.of(1, Semantics.weakest());
    world.node(
        "n",
        node ->
            () -> {
              node.fabric().await(1);
              return NodeProcess.WHEN_SOMETHING_ARRIVES;
            });
    assertThatThrownBy(() -> world.runFor(Duration.ofMillis(1)))
        .hasMessageContaining("waits within a step");
  }
}
