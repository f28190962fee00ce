// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/**
 * 128 bits that stand for all that can still matter in a state: the past of each thread, and the
 * values that some living thread may yet see. Stamps count from the oldest such value, so that two
 * ways to the same situation look alike. Two different states out of 10 million share one with a
 * probability near 10<sup>-25</sup>.
 */
final class Fingerprint {
  private final MemoryState memory;
  private final Point[] points;

  /** By word: oldest stamp that some living thread may see. */
  private final int[] oldest;

  private long high = 0x9E3779B97F4A7C15L;
  private long low = 0xC2B2AE3D27D4EB4FL;

  private Fingerprint(Position position, int words) {
    memory = position.memory();
    points = position.points();
    oldest = new int[words];
  }

  static Fingerprint of(Position position, WordIndex index) {
    Fingerprint print = new Fingerprint(position, index.size());
    for (int word = 0; word < index.size(); word++) {
      print.findOldest(word);
    }
    for (int word = 0; word < index.size(); word++) {
      print.addWord(word, index.isRaceFree(word));
    }
    print.addView(print.memory.fences);
    print.addView(print.memory.volatiles);
    for (int thread = 0; thread < print.points.length; thread++) {
      print.addThread(thread);
    }
    return print;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  private void findOldest(int word) {
    oldest[word] = memory.newest(word);
    for (int thread = 0; thread < points.length; thread++) {
      if (!points[thread].ended()) {
        oldest[word] = Math.min(oldest[word], memory.known[thread].stamp(word));
      }
    }
  }

  private void addWord(int word, boolean raceFree) {
    Message[] history = memory.history(word);
    if (history.length > 1) { // somebody has stored to it
      add(word);
      for (int stamp = oldest[word]; stamp < history.length; stamp++) {
        add(history[stamp].value());
        addView(history[stamp].view());
      }
      add(-1);
    }
    for (int thread = 0; raceFree && thread < points.length; thread++) {
      add(((long) memory.loaded(word, thread) << 32) | memory.stored(word, thread));
    }
  }

  private void addThread(int thread) {
    add(points[thread].id);
    if (!points[thread].ended()) {
      add(memory.storing[thread] ? -3 : -4);
      addView(memory.anchor[thread]);
      addView(memory.known[thread]);
      addView(memory.unacquired[thread]);
      addView(memory.fenced[thread]);
    }
  }

  /** Adds what a view has beyond what every living thread knows anyway. */
  private void addView(View view) {
    int words = Math.min(view.words(), oldest.length);
    for (int word = 0; word < words; word++) {
      int newer = view.stamp(word) - oldest[word];
      if (newer > 0) {
        add(((long) word << 32) | newer);
      }
    }
    for (int thread = 0; thread < view.threads(); thread++) {
      add(((long) ~thread << 32) | view.heard(thread));
    }
    add(-2);
  }

  private void add(long value) {
    high = mix(high ^ value) + 0x9E3779B97F4A7C15L;
    low = mix(low + value * 0xD6E8FEB86659FD93L) ^ 0xA0761D6478BD642FL;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
