// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.FabricCapabilities;
import io.tokamak.testkit.seed.Seeds;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario with many seeds, up to the first one that fails:
 *
 * <pre>{@code
 * Simulation.of("fetches").seeds(10_000).faults(Faults.all()).run(world -> {
 *   Node a = world.node("a", node -> new Holder(node));
 *   ...
 *   world.runFor(Duration.ofMillis(50)); // everything may happen
 *   world.calm();                        // from here on nothing bad happens
 *   assertThat(world.runUntil(this::allDone, Duration.ofSeconds(10))).isTrue();
 * });
 * }</pre>
 *
 * <p>A run that fails is played again for its trace, and must fail again. With {@code
 * -Dtokamak.seed=SEED} {@link #run} plays that seed only. Immutable.
 */
public final class Simulation {
  private static final int SEEDS = 1000;

  private final String name;
  private final int seeds;
  private final Faults faults;
  private final FabricCapabilities capabilities;

  private Simulation(String name, int seeds, Faults faults, FabricCapabilities capabilities) {
    this.name = name;
    this.seeds = seeds;
    this.faults = faults;
    this.capabilities = capabilities;
  }

  /** A thousand seeds, no faults, the weakest fabric. */
  public static Simulation of(String name) {
    return new Simulation(name, SEEDS, Faults.none(), Semantics.weakest());
  }

  /** How many runs; {@code -Dtokamak.seeds=N} overrides it everywhere. */
  public Simulation seeds(int count) {
    return new Simulation(name, count, faults, capabilities);
  }

  /** What goes wrong. */
  public Simulation faults(Faults newFaults) {
    return new Simulation(name, seeds, newFaults, capabilities);
  }

  /** What the fabric promises; see {@link Semantics}. */
  public Simulation fabric(FabricCapabilities newCapabilities) {
    return new Simulation(name, seeds, faults, newCapabilities);
  }

  /** Plays all seeds, or the given one; throws with seed, trace and command when one fails. */
  public void run(Scenario scenario) {
    int count = Seeds.given().isPresent() ? 1 : Seeds.count(seeds);
    Optional<Failure> failure = firstFailure(scenario, count);
    if (failure.isPresent()) {
      throw failure.get().asError();
    }
  }

  /** Plays seeds up to the first one that fails, from the given one on if one is given. */
  public Optional<Failure> firstFailure(Scenario scenario) {
    return firstFailure(scenario, Seeds.count(seeds));
  }

  private Optional<Failure> firstFailure(Scenario scenario, int count) {
    long first = Seeds.pick(name);
    for (int run = 0; run < count; run++) {
      long seed = first + run;
      if (play(scenario, seed, new Trace(false)) != null) {
        return Optional.of(playAgain(scenario, seed, run + 1));
      }
    }
    return Optional.empty();
  }

  private Failure playAgain(Scenario scenario, long seed, int runs) {
    Trace trace = new Trace(true);
    Throwable cause = play(scenario, seed, trace);
    if (cause == null) {
      throw new AssertionError(
          "%s: seed %d failed, and passed when played again: the scenario is not determined by its"
                  .formatted(name, seed)
              + " seed; it must share nothing between runs, and use no clock or randomness but the"
              + " world's");
    }
    return new Failure(seed, runs, cause, trace.lines(), Replay.command(seed));
  }

  private @Nullable Throwable play(Scenario scenario, long seed, Trace trace) {
    try (Arena arena = Arena.ofConfined()) {
      scenario.play(new World(seed, faults, capabilities, trace, arena));
      return null;
    } catch (Exception | AssertionError failure) {
      return failure;
    }
  }

  /** The trace of one run, whatever its outcome: the same seed must give the same trace. */
  List<String> traceOf(Scenario scenario, long seed) {
    Trace trace = new Trace(true);
    Throwable failure = play(scenario, seed, trace);
    return failure == null ? trace.lines() : List.of(failure.toString());
  }
}
