// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.client;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * How often clients do what. Immutable.
 *
 * @param weights likelihood of each deed beside the others
 * @param everyNs how often a client begins something, in the mean
 * @param deadlineNs the longest it waits for anything
 */
public record Habits(Map<Deed, Integer> weights, long everyNs, long deadlineNs) {
  /** Copies the map, in a fixed order. */
  public Habits {
    weights = new EnumMap<>(weights);
  }

  /**
   * All but measuring, which takes long; mostly creating and fetching, one every 300 µs, for 5 ms
   * at most.
   */
  public static Habits all() {
    Habits habits = new Habits(new EnumMap<>(Deed.class), 300_000, 5_000_000);
    for (Deed deed : EnumSet.complementOf(EnumSet.of(Deed.CALIBRATE))) {
      habits = habits.with(deed, 1);
    }
    return habits.with(Deed.CREATE, 5).with(Deed.FETCH, 5).with(Deed.FETCH_BY, 5);
  }

  /** Only these, equally often. */
  public static Habits only(Deed... deeds) {
    Habits habits = new Habits(new EnumMap<>(Deed.class), 300_000, 5_000_000);
    for (Deed deed : deeds) {
      habits = habits.with(deed, 1);
    }
    return habits;
  }

  /** One deed as often as that beside the others. */
  public Habits with(Deed deed, int weight) {
    Map<Deed, Integer> changed = new EnumMap<>(weights);
    changed.put(deed, weight);
    return new Habits(changed, everyNs, deadlineNs);
  }

  /** The same with another pace. */
  public Habits every(long meanNs) {
    return new Habits(weights, meanNs, deadlineNs);
  }

  /** The same with other deadlines. */
  public Habits within(long longestNs) {
    return new Habits(weights, everyNs, longestNs);
  }

  Deed draw(RandomGenerator random) {
    int sum = weights.values().stream().mapToInt(Integer::intValue).sum();
    int drawn = random.nextInt(sum);
    for (Map.Entry<Deed, Integer> weight : weights.entrySet()) {
      drawn -= weight.getValue();
      if (drawn < 0) {
        return weight.getKey();
      }
    }
    throw new IllegalStateException("no deed in " + weights);
  }
}
