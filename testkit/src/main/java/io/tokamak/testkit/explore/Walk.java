// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.testkit.explore.Game.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One execution at a time, each step picked by somebody: by chance, or by a given schedule. */
final class Walk {
  private final Explorer.Limits limits;
  private final Tally tally;

  Walk(Explorer.Limits limits) {
    this.limits = limits;
    tally = new Tally(limits.violations());
    tally.incomplete(); // single executions never cover everything
  }

  Exploration exploration() {
    return tally.exploration();
  }

  boolean enoughViolations() {
    return tally.enoughViolations();
  }

  /** Goes on until the scenario ends or {@code pick} returns null. */
  void run(Game game, Function<List<Choice>, @Nullable Choice> pick) {
    Position position = game.start();
    List<Choice> trail = new ArrayList<>();
    while (!endsAt(game, position, trail)) {
      List<Choice> choices = game.choices(position);
      if (choices.isEmpty()) {
        tally.violation(game, game.stuck(position), trail);
        return;
      }
      Choice choice = pick.apply(choices);
      if (choice == null) {
        return;
      }
      trail.add(choice);
      tally.steps++;
      position = game.step(position, choice);
    }
  }

  private boolean endsAt(Game game, Position position, List<Choice> trail) {
    Problem problem = game.problem(position);
    boolean ended = problem != null || position.allEnded();
    if (problem == null && ended) {
      problem = game.finalProblem(position);
    }
    if (problem != null) {
      tally.violation(game, problem, trail);
    }
    if (ended) {
      tally.executions++;
      return true;
    }
    if (position.deepest() > limits.stepsPerThread()) {
      tally.boundReached++;
      return true;
    }
    return false;
  }
}
