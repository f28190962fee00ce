// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.directory.Location;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.List;

/** An object that searches ask for. */
final class Wanted {
  private final ObjectId id;
  private final List<Question> questions = new ArrayList<>(1);
  private Stage stage = Stage.IDLE;
  private boolean again;
  private boolean announced;

  /** Where it stands. */
  enum Stage {
    /** Nothing is to be looked up. */
    IDLE,

    /** To be looked up with the next round. */
    QUEUED,

    /** Being looked up. */
    UNDER_WAY,

    /** Found at a node nobody has heard of: the members are looked up first. */
    HELD
  }

  /** What one search has heard of it. */
  static final class Question {
    private final OpenSearch search;
    private boolean sent;
    private boolean answered;
    private List<Location> told = List.of();

    Question(OpenSearch search) {
      this.search = search;
    }
  }

  Wanted(ObjectId id) {
    this.id = id;
  }

  ObjectId id() {
    return id;
  }

  Stage stage() {
    return stage;
  }

  boolean isWatched() {
    return questions.stream().anyMatch(question -> question.search.isWatching());
  }

  /** Nobody asks any more, and nothing is under way. */
  boolean isOver() {
    return questions.isEmpty() && stage == Stage.IDLE;
  }

  boolean isAskedFor() {
    return !questions.isEmpty();
  }

  void add(OpenSearch search) {
    questions.add(new Question(search));
  }

  void remove(OpenSearch search) {
    questions.removeIf(question -> question.search == search);
  }

  /** Wants to be looked up from now on; true if it is to be queued for that. */
  boolean ask(boolean wasAnnounced) {
    announced |= wasAnnounced;
    if (stage == Stage.IDLE) {
      stage = Stage.QUEUED;
      return true;
    }
    again |= stage != Stage.QUEUED;
    return false;
  }

  /** Taken from the queue. */
  void sent() {
    stage = Stage.UNDER_WAY;
    questions.forEach(question -> question.sent = true);
  }

  /** The answer waits for the members. */
  void held() {
    stage = Stage.HELD;
  }

  /** Back to the start: the answer is lost. */
  void interrupted() {
    stage = Stage.IDLE;
    again = false;
    questions.forEach(question -> question.sent = false);
  }

  /** A holder told earlier has turned out wrong: whoever says it again says something new. */
  void forget(Location location) {
    for (Question question : questions) {
      question.told = question.told.stream().filter(one -> !one.equals(location)).toList();
    }
  }

  /**
   * Tells everybody whose question went out before this answer came. True if it is to be looked up
   * once more.
   */
  boolean answer(List<Location> locations) {
    stage = Stage.IDLE;
    boolean loud = announced && !locations.isEmpty() && !again;
    announced &= again;
    for (Question question : List.copyOf(questions)) {
      if (question.sent && !question.search.isClosed()) {
        tell(question, locations, loud);
      }
    }
    boolean more = again;
    again = false;
    return more && !questions.isEmpty();
  }

  private void tell(Question question, List<Location> locations, boolean loud) {
    boolean news = !question.answered || loud || !question.told.containsAll(locations);
    question.told = locations;
    if (!question.answered) {
      question.answered = true;
      if (!question.search.isWatching()) {
        questions.remove(question);
      }
      if (question.search.answeredOne()) {
        question.search.close();
        question.search.finder().found(id, locations);
        return;
      }
    }
    if (news) {
      question.search.finder().found(id, locations);
    }
  }
}
