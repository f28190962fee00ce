// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.List;
import java.util.Set;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The scenario as a set of trees: what each thread does next, given the answers it got so far.
 *
 * <p>No thread is ever paused. A thread shares only the words with others, so its next access
 * depends on nothing but the answers to its earlier ones. To learn it, the real code is <em>
 * rehearsed</em>: the scenario is played afresh on the caller's thread, the known answers are fed
 * to it, and it is abandoned by an {@link Error} at the first access beyond them. What was learnt
 * is kept in the tree of {@link Point}s, so each different past of a thread is rehearsed once,
 * however many interleavings share it; the rest of an exploration is arithmetic on small arrays.
 */
final class Program {
  private final Scenario scenario;
  private final Set<String> unfenced;
  private final Stage declared;
  private int points;

  Program(Scenario scenario, Set<String> unfenced) {
    this.scenario = scenario;
    this.unfenced = unfenced;
    declared = stage();
    List<String> names = names();
    if (names.isEmpty() || !names.containsAll(unfenced)) {
      throw new IllegalArgumentException(
          "the scenario has the threads %s; fences are to be ignored in %s"
              .formatted(names, unfenced));
    }
  }

  private Stage stage() {
    Stage stage = new Stage();
    scenario.play(stage);
    return stage;
  }

  List<String> names() {
    return declared.actors().stream().map(Stage.Actor::name).toList();
  }

  /** How many points were learnt so far. */
  int points() {
    return points;
  }

  String nameOf(long offset) {
    return declared.names().getOrDefault(offset, "[0x" + Long.toHexString(offset) + "]");
  }

  boolean isRaceFree(long word) {
    return declared.isRaceFree(word);
  }

  long initial(long word) {
    return declared.model().memory().get(word);
  }

  Point[] roots() {
    return IntStream.range(0, names().size())
        .mapToObj(thread -> learn(thread, null, 0, Script.EMPTY))
        .toArray(Point[]::new);
  }

  Point after(int thread, Point point, long answer) {
    Point known = point.child(answer);
    if (known != null) {
      return known;
    }
    Point learnt = learn(thread, point, answer, Script.beyond(point, answer));
    point.child(answer, learnt);
    return learnt;
  }

  private Point learn(int thread, @Nullable Point parent, long answer, Script script) {
    Stage stage = stage();
    Throwable failure = rehearse(stage, thread, script);
    return new Point(++points, parent, answer, stage.model().next(), failure);
  }

  private @Nullable Throwable rehearse(Stage stage, int thread, Script script) {
    ModelWords words = stage.model();
    Stage.Actor actor = stage.actors().get(thread);
    words.rehearse(script, unfenced.contains(actor.name()));
    Throwable thrown = thrownBy(actor.body());
    words.endRehearsal();
    if (thrown instanceof NotRepeatable broken) {
      throw broken;
    }
    if (words.next() != null) {
      return null; // abandoned: whatever came out on the way is not the code's doing
    }
    if (words.position() < script.length()) {
      throw new NotRepeatable(words.position(), script.access(words.position()), null);
    }
    return thrown;
  }

  /** Plays an execution to its end once more, on one stage, and checks it. */
  @Nullable Throwable verdict(Point[] ends, LongUnaryOperator lastValues, Stream<Long> touched) {
    Stage stage = stage();
    for (int thread = 0; thread < ends.length; thread++) {
      Script script = Script.to(ends[thread]);
      rehearse(stage, thread, script);
      Access beyond = stage.model().next();
      if (beyond != null) {
        throw new NotRepeatable(script.length(), null, beyond);
      }
    }
    touched.forEach(word -> stage.model().memory().put(word, lastValues.applyAsLong(word)));
    return stage.checks().stream()
        .map(Program::thrownBy)
        .filter(thrown -> thrown != null)
        .findFirst()
        .orElse(null);
  }

  @SuppressWarnings("CatchingUnchecked") // whatever a scenario throws is what we report
  private static @Nullable Throwable thrownBy(Stage.Body body) {
    try {
      body.run();
      return null;
    } catch (Throwable thrown) {
      return thrown;
    }
  }
}
