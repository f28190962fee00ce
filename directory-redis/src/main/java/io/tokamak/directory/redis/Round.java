// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Commands that go in one piece, with one round trip, and who hears what they answered. */
final class Round {
  private final List<Command> commands = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();

  /** Hears an answer. */
  @FunctionalInterface
  interface Answer {
    /** May throw {@link BadReplyException}; the connection is given up then. */
    void is(@Nullable Object reply, long nowNs);
  }

  void add(Command command, Answer answer) {
    commands.add(command);
    answers.add(answer);
  }

  boolean isEmpty() {
    return commands.isEmpty();
  }

  List<Command> commands() {
    return commands;
  }

  /** Tells everybody, as long as {@code going} says so. */
  void answered(List<?> replies, long nowNs, BooleanSupplier going) {
    if (replies.size() != commands.size()) {
      throw BadReplyException.of(replies, "a list of " + commands.size());
    }
    for (int i = 0; i < answers.size() && going.getAsBoolean(); i++) {
      answers.get(i).is(replies.get(i), nowNs);
    }
  }
}
