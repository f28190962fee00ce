// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import io.tokamak.memory.words.SharedWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a {@link Scenario} declares itself: its words, threads, checks and names. Not thread-safe.
 */
public final class Stage {
  static final int MOST_THREADS = 8;

  private final ModelWords words = new ModelWords();
  private final List<Actor> actors = new ArrayList<>();
  private final List<Body> checks = new ArrayList<>();
  private final Map<Long, String> names = new TreeMap<>();
  private final List<WordRange> raceFree = new ArrayList<>();

  Stage() {}

  /** A piece of a scenario; what it throws is reported as a violation. */
  @FunctionalInterface
  public interface Body {
    /** Runs; may be abandoned at any access of the words by an {@link Error} that must pass. */
    void run() throws Exception;
  }

  record Actor(String name, Body body) {}

  record WordRange(long offset, long length) {
    boolean holds(long word) {
      return word >= offset && word < offset + length;
    }
  }

  /** The shared words, all zero at first: for the set-up, for every thread and for the checks. */
  public SharedWords words() {
    return words;
  }

  /** Adds a thread. Its body shares nothing with other threads but the words. */
  public Stage thread(String name, Body body) {
    if (actors.size() == MOST_THREADS || actors.stream().anyMatch(a -> a.name().equals(name))) {
      throw new IllegalArgumentException(
          "cannot add thread %s to %s: at most %d, each with its own name"
              .formatted(name, actors, MOST_THREADS));
    }
    actors.add(new Actor(name, body));
    return this;
  }

  /** Adds a check, run at the end of every execution; it sees the last value of each word. */
  public Stage check(Body check) {
    checks.add(check);
    return this;
  }

  /** Gives the word at {@code offset} a name for printed schedules. */
  public Stage name(long offset, String name) {
    names.put(offset, name);
    return this;
  }

  /**
   * Says that the protocol under test protects these words, as it does the bytes of an object: two
   * accesses by different threads, one of them a store, with nothing that orders them, are a
   * violation, whatever values they saw.
   */
  public Stage raceFree(long offset, long lengthBytes) {
    raceFree.add(new WordRange(offset, lengthBytes));
    return this;
  }

  ModelWords model() {
    return words;
  }

  List<Actor> actors() {
    return actors;
  }

  List<Body> checks() {
    return checks;
  }

  Map<Long, String> names() {
    return names;
  }

  boolean isRaceFree(long word) {
    return raceFree.stream().anyMatch(range -> range.holds(word));
  }
}
