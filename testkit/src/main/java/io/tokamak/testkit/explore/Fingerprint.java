// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

/**
 * 128 bits that stand for all that can still matter in a state: the past of each thread, and the
 * values that some living thread may yet see. Stamps count from the oldest such value, so that two
 * ways to the same situation look alike. Two different states out of 10 million share one with a
 * probability near 10<sup>-25</sup>.
 */
final class Fingerprint {
  private final int[] oldest;
  private long high = 0x9E3779B97F4A7C15L;
  private long low = 0xC2B2AE3D27D4EB4FL;

  private Fingerprint(int words) {
    oldest = new int[words];
  }

  static Fingerprint of(Position position, WordIndex index) {
    Fingerprint print = new Fingerprint(index.size());
    MemoryState memory = position.memory();
    for (int word = 0; word < print.oldest.length; word++) {
      print.oldest[word] = oldestVisible(position, word);
    }
    for (int word = 0; word < print.oldest.length; word++) {
      print.addWord(memory, word);
      if (index.isRaceFree(word)) {
        print.addUses(memory, word);
      }
    }
    print.addView(memory.fences);
    for (int thread = 0; thread < memory.threads(); thread++) {
      print.addThread(position, thread);
    }
    return print;
  }

  long high() {
    return high;
  }

  long low() {
    return low;
  }

  private static int oldestVisible(Position position, int word) {
    int oldest = position.memory().newest(word);
    for (int thread = 0; thread < position.memory().threads(); thread++) {
      if (!position.points()[thread].ended()) {
        oldest = Math.min(oldest, position.memory().known[thread].stamp(word));
      }
    }
    return oldest;
  }

  private void addWord(MemoryState memory, int word) {
    Message[] history = memory.history(word);
    if (history.length == 1) {
      return; // nobody has stored to it
    }
    add(word);
    add(Math.max(0, memory.volatileStamp(word) - oldest[word]));
    for (int stamp = oldest[word]; stamp < history.length; stamp++) {
      add(history[stamp].value());
      addView(history[stamp].view());
    }
    add(-1);
  }

  private void addUses(MemoryState memory, int word) {
    for (int thread = 0; thread < memory.threads(); thread++) {
      add(((long) memory.loaded(word, thread) << 32) | memory.stored(word, thread));
    }
  }

  private void addThread(Position position, int thread) {
    Point point = position.points()[thread];
    add(point.id);
    addView(position.memory().settled[thread]); // a heavy fence reaches ended threads too
    if (!point.ended()) {
      addView(position.memory().known[thread]);
      addView(position.memory().unacquired[thread]);
      addView(position.memory().fenced[thread]);
      addView(position.memory().imposed[thread]);
    }
  }

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
