// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.seed;

import java.security.SecureRandom;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * The one place where randomised tests get their seed. It is drawn anew on every run and printed;
 * {@code -Dtokamak.seed=SEED} replays a run.
 */
public final class Seeds {
  private static final String PROPERTY = "tokamak.seed";
  private static final String COUNT_PROPERTY = "tokamak.seeds";

  private Seeds() {}

  /** A test that draws from {@code random}. */
  @FunctionalInterface
  public interface RandomisedTest {
    /** Runs; whatever it throws is reported together with the seed. */
    void run(RandomGenerator random) throws Exception;
  }

  /** The seed for the test called {@code test}, printed; the same one on replay. */
  public static long pick(String test) {
    long seed = given().orElseGet(() -> new SecureRandom().nextLong());
    System.out.println(test + ": replay with " + replayFlag(seed));
    return seed;
  }

  /** The seed that the property asks for, if it does. */
  public static OptionalLong given() {
    String given = System.getProperty(PROPERTY, "");
    return given.isBlank() ? OptionalLong.empty() : OptionalLong.of(parse(given));
  }

  /** How many seeds to try; {@code -Dtokamak.seeds=N} asks for more or fewer than usual. */
  public static int count(int usual) {
    return Integer.getInteger(COUNT_PROPERTY, usual);
  }

  /** A generator for a seed; the same seed gives the same numbers on every machine and JDK. */
  public static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** Runs a randomised test with a fresh or replayed seed, which its failure names. */
  public static void run(String test, RandomisedTest body) {
    long seed = pick(test);
    try {
      body.run(random(seed));
    } catch (Exception | AssertionError failure) {
      throw new AssertionError(
          "%s failed; replay with %s: %s".formatted(test, replayFlag(seed), failure), failure);
    }
  }

  /** The flag that replays a seed. */
  public static String replayFlag(long seed) {
    return "-D" + PROPERTY + "=" + seed;
  }

  private static long parse(String given) {
    try {
      return Long.parseLong(given.trim());
    } catch (NumberFormatException malformed) {
      throw new IllegalArgumentException(
          "-D%s=%s: expected a whole number, as printed by the run to replay"
              .formatted(PROPERTY, given),
          malformed);
    }
  }
}
