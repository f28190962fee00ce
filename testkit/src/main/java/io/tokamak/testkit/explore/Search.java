// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.testkit.explore.Game.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Depth-first search over every schedule. With {@code merging}, a state that was seen before is not
 * entered again: what follows from it depends on the state alone, not on the way there.
 */
final class Search {
  private final Game game;
  private final Explorer.Limits limits;
  private final @Nullable FingerprintSet seen;
  private final Tally tally;
  private final List<Choice> trail = new ArrayList<>();
  private boolean stopped;

  Search(Game game, Explorer.Limits limits, boolean merging) {
    this.game = game;
    this.limits = limits;
    seen = merging ? new FingerprintSet() : null;
    tally = new Tally(limits.violations());
  }

  Exploration run() {
    visit(game.start());
    return tally.exploration();
  }

  private void visit(Position position) {
    Problem problem = game.problem(position);
    if (problem != null) {
      tally.executions++;
      violation(problem);
    } else if (position.allEnded()) {
      finish(position);
    } else if (position.deepest() > limits.stepsPerThread()) {
      tally.boundReached++;
    } else if (isNew(position)) {
      descend(position);
    } else {
      tally.merged++;
    }
  }

  private boolean isNew(Position position) {
    return seen == null || seen.add(Fingerprint.of(position, game.index()));
  }

  private void descend(Position position) {
    List<Choice> choices = game.choices(position);
    if (choices.isEmpty()) {
      violation(game.stuck(position));
    }
    for (Choice choice : choices) {
      if (stopped) {
        tally.incomplete();
        return;
      }
      tally.steps++;
      trail.add(choice);
      visit(game.step(position, choice));
      trail.removeLast();
    }
  }

  private void finish(Position position) {
    tally.executions++;
    Problem problem = game.finalProblem(position);
    if (problem != null) {
      violation(problem);
    }
    stopped |= tally.executions >= limits.executions();
  }

  private void violation(Problem problem) {
    tally.violation(game, problem, trail);
    stopped |= tally.enoughViolations();
  }
}
