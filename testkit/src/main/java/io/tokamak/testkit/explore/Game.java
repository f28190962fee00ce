// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of one exploration: where it starts, what can happen next, and what is wrong. */
final class Game {
  private final Program program;
  private final WordIndex index;
  private final WeakMemory memory;
  private final boolean waitOnSpins;
  private final Position start;

  Game(Program program, Strength strength, boolean orderedPlain, boolean waitOnSpins) {
    this.program = program;
    this.waitOnSpins = waitOnSpins;
    index = new WordIndex(program);
    memory = new WeakMemory(index, strength, orderedPlain);
    Point[] roots = program.roots();
    start = new Position(new MemoryState(index, roots.length), roots, -1, null);
  }

  Position start() {
    return start;
  }

  int rememberedPoints() {
    return program.points();
  }

  WordIndex index() {
    return index;
  }

  /** All that can happen next; the thread that moved last comes first, newest values first. */
  List<Choice> choices(Position position) {
    List<Choice> choices = new ArrayList<>();
    int last = position.lastThread();
    if (last >= 0) {
      addChoices(position, last, choices);
    }
    for (int thread = 0; thread < position.points().length; thread++) {
      if (thread != last) {
        addChoices(position, thread, choices);
      }
    }
    return choices;
  }

  private void addChoices(Position position, int thread, List<Choice> choices) {
    Point point = position.points()[thread];
    if (point.next == null) {
      return;
    }
    boolean onlyNews = waitOnSpins && point.spins();
    for (int behind : memory.choices(position.memory(), thread, point.next, onlyNews)) {
      choices.add(new Choice(thread, behind));
    }
  }

  Position step(Position from, Choice choice) {
    int thread = choice.thread();
    Point point = from.points()[thread];
    Access access = Objects.requireNonNull(point.next);
    WeakMemory.Step step = memory.step(from.memory(), thread, access, choice.behind());
    Point[] points = from.points().clone();
    points[thread] = program.after(thread, point, step.result());
    return new Position(step.state(), points, thread, step.race());
  }

  /** What is wrong at this position already, before any thread goes on; null when nothing is. */
  @Nullable Problem problem(Position position) {
    if (position.race() != null) {
      return new Problem(position.race(), null);
    }
    for (int thread = 0; thread < position.points().length; thread++) {
      Throwable failure = position.points()[thread].failure;
      if (failure != null) {
        return new Problem(program.names().get(thread) + " threw " + failure, failure);
      }
    }
    return null;
  }

  /** What is wrong with an execution in which every thread has come to its end. */
  @Nullable Problem finalProblem(Position position) {
    Throwable failure =
        program.verdict(
            position.points(), word -> memory.newest(position.memory(), word), index.words());
    return failure == null ? null : new Problem("a check threw " + failure, failure);
  }

  /** Unfinished threads that wait for a change nobody is left to make. */
  Problem stuck(Position position) {
    List<String> waiting = new ArrayList<>();
    for (int thread = 0; thread < position.points().length; thread++) {
      Access next = position.points()[thread].next;
      if (next != null) {
        waiting.add(program.names().get(thread) + " at " + describe(next));
      }
    }
    return new Problem("stuck for ever: " + String.join(", ", waiting), null);
  }

  private String describe(Access access) {
    return access.kind().method + " " + program.nameOf(access.offset());
  }

  /** One line per step of a schedule. */
  List<String> narrate(List<Choice> schedule) {
    int width = program.names().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    Position position = start;
    for (Choice choice : schedule) {
      Point point = position.points()[choice.thread()];
      Access access = Objects.requireNonNull(point.next);
      position = step(position, choice);
      String name = program.names().get(choice.thread());
      String what =
          access.describe(
              program.nameOf(access.offset()), position.points()[choice.thread()].result);
      lines.add(
          "%3d  %s%s  %s%s"
              .formatted(
                  lines.size() + 1, name, " ".repeat(width - name.length()), what, age(choice)));
    }
    return lines;
  }

  private static String age(Choice choice) {
    return choice.behind() == 0 ? "" : "   (old value, " + choice.behind() + " behind the newest)";
  }

  /** What went wrong, and the exception that says so, if there is one. */
  record Problem(String message, @Nullable Throwable cause) {}
}
