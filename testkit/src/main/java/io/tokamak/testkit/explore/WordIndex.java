// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Small numbers for the words that the threads of a program touch, in order of first touch. */
final class WordIndex {
  private final Program program;
  private final Map<Long, Integer> numbers = new HashMap<>();
  private final List<Long> words = new ArrayList<>();
  private final List<Message[]> initial = new ArrayList<>();
  private final List<Boolean> raceFree = new ArrayList<>();

  WordIndex(Program program) {
    this.program = program;
  }

  int number(long word) {
    Integer known = numbers.get(word);
    return known != null ? known : add(word);
  }

  private int add(long word) {
    int number = words.size();
    numbers.put(word, number);
    words.add(word);
    initial.add(new Message[] {new Message(program.initial(word), View.NONE)});
    raceFree.add(program.isRaceFree(word));
    return number;
  }

  int size() {
    return words.size();
  }

  Stream<Long> words() {
    return words.stream();
  }

  boolean isRaceFree(int number) {
    return raceFree.get(number);
  }

  /** The history of a word that nobody has stored to yet. */
  Message[] initial(int number) {
    return initial.get(number);
  }
}
