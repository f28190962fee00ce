// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Runs a small concurrent scenario of real protocol code through <em>every</em> interleaving and
 * every choice that weak memory leaves (see {@link WeakMemory} for the model).
 *
 * <pre>{@code
 * Explorer.of(stage -> {
 *       SharedWords words = stage.words();
 *       long[] seen = new long[1];
 *       stage.thread("writer", () -> { words.putPlain(DATA, 1); words.putRelease(FLAG, 1); });
 *       stage.thread("reader", () -> seen[0] = words.getAcquire(FLAG) == 1 ? words.getPlain(DATA) : 1);
 *       stage.check(() -> assertThat(seen[0]).isEqualTo(1));
 *     })
 *     .explore()
 *     .assertSafe();
 * }</pre>
 *
 * <p>A violation is: anything thrown by a thread or by a check, a race on {@link Stage#raceFree}
 * words, and with {@link #waitOnSpins} threads that wait for ever. It comes with its schedule,
 * readable and for {@link #replay}.
 *
 * <p>Threads are not real threads: {@link Program} says why and how. By default states that are
 * reached in several ways are explored once, which loses nothing because threads share the words
 * only; {@link #withoutMerging} counts every single interleaving. A thread that makes more accesses
 * than {@link #stepBound} (200) ends its execution, counted in {@link Exploration#boundReached}.
 *
 * <p>Not thread-safe. Deterministic: the same calls give the same result.
 */
public final class Explorer {
  private static final int MOST_REMEMBERED_POINTS = 500_000;

  private final Scenario scenario;
  private final Set<String> unfenced = new HashSet<>();
  private Strength strength = Strength.WEAK_RMW;
  private Limits limits = new Limits(200, 20_000_000, 1);
  private boolean orderedPlain;
  private boolean waitOnSpins;
  private boolean merging = true;

  record Limits(int stepsPerThread, long executions, int violations) {}

  private Explorer(Scenario scenario) {
    this.scenario = scenario;
  }

  /** An explorer of {@code scenario} with {@link Strength#WEAK_RMW}, the weakest model. */
  public static Explorer of(Scenario scenario) {
    return new Explorer(scenario);
  }

  /** What atomic read-modify-writes order besides themselves. */
  public Explorer strength(Strength newStrength) {
    strength = newStrength;
    return this;
  }

  /** Makes plain accesses as strong as acquire and release, as x86 (not Java) does. */
  public Explorer orderPlainAccesses() {
    orderedPlain = true;
    return this;
  }

  /** Makes all fences do nothing in the thread of that name; may be called again. */
  public Explorer ignoreFencesOf(String threadName) {
    unfenced.add(threadName);
    return this;
  }

  /**
   * Takes a thread that repeats the very access that has just failed or brought nothing new (a spin
   * loop of one access) off the schedule until the word has a value it has not seen. The loop must
   * be a pure one: a way out by count or by clock is not explored. Threads that wait for ever are
   * then a violation.
   */
  public Explorer waitOnSpins() {
    waitOnSpins = true;
    return this;
  }

  /** Explores each interleaving by itself, even where two of them lead to the same state. */
  public Explorer withoutMerging() {
    merging = false;
    return this;
  }

  /** How many accesses a thread may make in one execution. */
  public Explorer stepBound(int stepsPerThread) {
    limits = new Limits(stepsPerThread, limits.executions(), limits.violations());
    return this;
  }

  /** Ends the search after so many executions (20 million); it is then not exhaustive. */
  public Explorer executionLimit(long executions) {
    limits = new Limits(limits.stepsPerThread(), executions, limits.violations());
    return this;
  }

  /** Ends the search after so many violations (1); it is then not exhaustive. */
  public Explorer violationLimit(int violations) {
    limits = new Limits(limits.stepsPerThread(), limits.executions(), violations);
    return this;
  }

  /** Explores everything. */
  public Exploration explore() {
    return new Search(game(), limits, merging).run();
  }

  /** Plays {@code runs} executions with schedules drawn from {@code seed}: for large scenarios. */
  public Exploration random(long seed, int runs) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    Walk walk = new Walk(limits);
    Game game = game();
    for (int run = 0; run < runs && !walk.enoughViolations(); run++) {
      if (game.rememberedPoints() > MOST_REMEMBERED_POINTS) {
        game = game();
      }
      walk.run(game, choices -> pick(random, choices));
    }
    return walk.exploration();
  }

  /** Plays the execution of a printed schedule; one that does not fit this scenario is refused. */
  public Exploration replay(String schedule) {
    Walk walk = new Walk(limits);
    Iterator<Choice> steps = Choice.parse(schedule).iterator();
    walk.run(game(), choices -> steps.hasNext() ? allowed(steps.next(), choices) : null);
    return walk.exploration();
  }

  private Game game() {
    Program program = new Program(scenario, Set.copyOf(unfenced));
    return new Game(program, strength, orderedPlain, waitOnSpins);
  }

  private static Choice allowed(Choice wanted, List<Choice> choices) {
    if (!choices.contains(wanted)) {
      throw new IllegalArgumentException(
          "the schedule does not fit the scenario: step %s asked for, possible are %s"
              .formatted(wanted, choices));
    }
    return wanted;
  }

  /** Every second time the same thread goes on, every second time with the newest value. */
  private static Choice pick(RandomGenerator random, List<Choice> choices) {
    Choice any = choices.get(random.nextInt(choices.size()));
    int thread = random.nextBoolean() ? choices.getFirst().thread() : any.thread();
    boolean newest = random.nextBoolean();
    List<Choice> fitting =
        choices.stream()
            .filter(choice -> choice.thread() == thread && (!newest || choice.behind() == 0))
            .toList();
    return fitting.isEmpty() ? any : fitting.get(random.nextInt(fitting.size()));
  }
}
