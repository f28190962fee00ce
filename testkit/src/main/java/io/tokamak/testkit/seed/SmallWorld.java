// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.seed;

import java.util.ArrayList;
import java.util.List;

/**
 * Goes through every combination of a few small choices:
 *
 * <pre>{@code
 * SmallWorld world = new SmallWorld();
 * while (world.next()) {
 *   int slots = 1 + world.below(3);
 *   boolean sealed = world.flip();
 *   // ... test this case; how many choices follow may depend on the ones before
 * }
 * }</pre>
 *
 * The loop's body must make the same choices when it gets the same answers. Not thread-safe.
 */
public final class SmallWorld {
  private final List<Digit> digits = new ArrayList<>();
  private int position;
  private long cases;

  /** One choice of the current case: an odometer wheel. */
  private static final class Digit {
    final int bound;
    int value;

    Digit(int bound) {
      this.bound = bound;
    }
  }

  /** A world before its first combination. */
  public SmallWorld() {}

  /** Goes on to the next combination; false when there is none left. */
  public boolean next() {
    if (cases > 0 && !advance()) {
      return false;
    }
    position = 0;
    cases++;
    return true;
  }

  private boolean advance() {
    while (!digits.isEmpty()) {
      Digit last = digits.getLast();
      if (++last.value < last.bound) {
        return true;
      }
      digits.removeLast();
    }
    return false;
  }

  /** Chooses from 0 to {@code bound} - 1. */
  public int below(int bound) {
    if (cases == 0 || bound < 1) {
      throw new IllegalArgumentException(
          "below(%d): the bound must be positive, and next() must have been called"
              .formatted(bound));
    }
    if (position == digits.size()) {
      digits.add(new Digit(bound));
    }
    Digit digit = digits.get(position++);
    if (digit.bound != bound) {
      throw new IllegalStateException(
          "choice %d had %d possibilities before and has %d now: the body is not repeatable"
              .formatted(position, digit.bound, bound));
    }
    return digit.value;
  }

  /** Chooses yes or no. */
  public boolean flip() {
    return below(2) == 1;
  }

  /** Chooses one of {@code options}. */
  public <T> T pick(List<T> options) {
    return options.get(below(options.size()));
  }

  /** Chooses an order of {@code items}. */
  public <T> List<T> permutation(List<T> items) {
    List<T> left = new ArrayList<>(items);
    List<T> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      ordered.add(left.remove(below(left.size())));
    }
    return ordered;
  }

  /** How many combinations were begun so far. */
  public long cases() {
    return cases;
  }
}
