// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Which faults a run has, how likely they are beside each other, how often one strikes and how long
 * it may last. Immutable.
 */
public final class Faults {
  private static final long EVERY_NS = 2_000_000;
  private static final long LONGEST_NS = 20_000_000;

  private final EnumMap<FaultKind, Integer> weights;
  private final long everyNs;
  private final long longestNs;

  private Faults(EnumMap<FaultKind, Integer> weights, long everyNs, long longestNs) {
    this.weights = weights;
    this.everyNs = everyNs;
    this.longestNs = longestNs;
  }

  /** No fault at all; the fabric is still as weak as its capabilities allow. */
  public static Faults none() {
    return new Faults(new EnumMap<>(FaultKind.class), EVERY_NS, LONGEST_NS);
  }

  /** All of them, equally likely, one every two milliseconds, for 20 milliseconds at most. */
  public static Faults all() {
    return only(FaultKind.values());
  }

  /** These, equally likely. */
  public static Faults only(FaultKind... kinds) {
    Faults faults = none();
    for (FaultKind kind : kinds) {
      faults = faults.weight(kind, 1);
    }
    return faults;
  }

  /** All but these. */
  public Faults without(FaultKind... kinds) {
    Faults faults = this;
    for (FaultKind kind : kinds) {
      faults = faults.weight(kind, 0);
    }
    return faults;
  }

  /** The likelihood of one kind beside the others; 0 switches it off. */
  public Faults weight(FaultKind kind, int weight) {
    if (weight < 0) {
      throw new IllegalArgumentException("the weight of %s: %d".formatted(kind, weight));
    }
    EnumMap<FaultKind, Integer> changed = new EnumMap<>(weights);
    changed.put(kind, weight);
    return new Faults(changed, everyNs, longestNs);
  }

  /** How often one strikes, in the mean. */
  public Faults every(Duration mean) {
    return new Faults(weights, mean.toNanos(), longestNs);
  }

  /** How long a partition, a pause, or the death of a node lasts at most. */
  public Faults lastingAtMost(Duration longest) {
    return new Faults(weights, everyNs, longest.toNanos());
  }

  boolean has(FaultKind kind) {
    return weights.getOrDefault(kind, 0) > 0;
  }

  /** Draws one of those that strike; null when there is none. */
  @Nullable FaultKind draw(RandomGenerator random) {
    int sum = 0;
    FaultKind drawn = null;
    for (Map.Entry<FaultKind, Integer> kind : weights.entrySet()) {
      if (kind.getKey().strikes() && kind.getValue() > 0) {
        sum += kind.getValue();
        drawn = random.nextInt(sum) < kind.getValue() ? kind.getKey() : drawn;
      }
    }
    return drawn;
  }

  long intervalNs(RandomGenerator random) {
    return 1 + random.nextLong(2 * everyNs);
  }

  long durationNs(RandomGenerator random) {
    return 1 + random.nextLong(longestNs);
  }
}
