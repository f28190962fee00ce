// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.testkit.explore.Game.Problem;
import java.util.ArrayList;
import java.util.List;

/** Counts what a search saw and collects its violations, up to a limit. */
final class Tally {
  private final int violationLimit;
  private final List<Violation> violations = new ArrayList<>();
  private boolean complete = true;
  long executions;
  long merged;
  long boundReached;
  long steps;

  Tally(int violationLimit) {
    this.violationLimit = violationLimit;
  }

  void violation(Game game, Problem problem, List<Choice> schedule) {
    violations.add(
        new Violation(
            problem.message(), Choice.print(schedule), game.narrate(schedule), problem.cause()));
  }

  boolean enoughViolations() {
    return violations.size() >= violationLimit;
  }

  /** Notes that the search ends with something left to see. */
  void incomplete() {
    complete = false;
  }

  Exploration exploration() {
    return new Exploration(
        executions,
        merged,
        boundReached,
        steps,
        complete && boundReached == 0,
        List.copyOf(violations));
  }
}
