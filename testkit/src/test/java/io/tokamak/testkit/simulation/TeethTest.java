// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator finds what it is there for: small protocols, right ones and wrong ones. */
class TeethTest {
  private static final int SEEDS = 10_000;

  /** A protocol; false makes it wrong. */
  enum Protocol {
    FLAGGED_WRITES,
    TOLD_WRITES,
    GENERATION_READS,
    LOCK_WORD;

    Scenario with(boolean right) {
      return switch (this) {
        case FLAGGED_WRITES -> new FlaggedWrites(right);
        case TOLD_WRITES -> new ToldWrites(right);
        case GENERATION_READS -> new GenerationReads(right);
        case LOCK_WORD -> new LockWord(right);
      };
    }
  }

  private static Simulation simulation(Protocol protocol) {
    return Simulation.of(protocol.toString()).seeds(SEEDS);
  }

  @ParameterizedTest
  @EnumSource
  void shouldLetTheRightProtocolLive(Protocol protocol) {
    simulation(protocol).run(protocol.with(true));
  }

  @ParameterizedTest
  @EnumSource
  void shouldFindTheBug(Protocol protocol) {
    assertThat(simulation(protocol).firstFailure(protocol.with(false)))
        .hasValueSatisfying(
            failure -> assertThat(failure.cause()).isInstanceOf(AssertionError.class))
        .hasValueSatisfying(
            failure -> System.out.println(protocol + ": found by run " + failure.runs()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldNotNeedFencesOnAFabricThatIsOrdered(boolean fenced) {
    Simulation.of("ordered")
        .seeds(2000)
        .fabric(Semantics.orderedWrites())
        .run(new FlaggedWrites(fenced));
  }

  @Test
  void shouldNotMindMixedDomainsWhereAtomicsAreOfTheProcessor() {
    Simulation.of("processor").seeds(2000).fabric(Semantics.shm()).run(new LockWord(false));
  }

  @Test
  void shouldLetFetchesLiveInAStorm() {
    Simulation.of("fetches").seeds(2000).faults(Faults.all()).run(new Fetches(false));
  }

  @Test
  void shouldFindFetchesThatGiveUpWithoutAWord() {
    assertThat(
            Simulation.of("forgetful fetches")
                .seeds(2000)
                .faults(Faults.all())
                .firstFailure(new Fetches(true)))
        .isPresent();
  }
}
