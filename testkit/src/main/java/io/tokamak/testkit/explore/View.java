// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.explore;

import java.util.Arrays;

/**
 * What a thread or a message knows: for each word the oldest stamp it may still see, and for each
 * thread how many of its accesses to race-free words happened before. Immutable.
 */
@SuppressWarnings("ReferenceEquality") // max() returns its argument when there is nothing to add
final class View {
  static final View NONE = new View(new int[0], new int[0]);

  private final int[] stamps;
  private final int[] heard;

  private View(int[] stamps, int[] heard) {
    this.stamps = stamps;
    this.heard = heard;
  }

  int words() {
    return stamps.length;
  }

  int threads() {
    return heard.length;
  }

  int stamp(int word) {
    return word < stamps.length ? stamps[word] : 0;
  }

  int heard(int thread) {
    return thread < heard.length ? heard[thread] : 0;
  }

  View withStamp(int word, int stamp) {
    return stamp <= stamp(word) ? this : new View(with(stamps, word, stamp), heard);
  }

  View withHeard(int thread, int count) {
    return new View(stamps, with(heard, thread, count));
  }

  View join(View other) {
    int[] joinedStamps = max(stamps, other.stamps);
    int[] joinedHeard = max(heard, other.heard);
    return joinedStamps == stamps && joinedHeard == heard
        ? this
        : new View(joinedStamps, joinedHeard);
  }

  View joinStamps(View other) {
    int[] joined = max(stamps, other.stamps);
    return joined == stamps ? this : new View(joined, heard);
  }

  private static int[] with(int[] values, int index, int value) {
    int[] copy = Arrays.copyOf(values, Math.max(values.length, index + 1));
    copy[index] = value;
    return copy;
  }

  private static int[] max(int[] mine, int[] theirs) {
    int[] joined = mine;
    for (int i = 0; i < theirs.length; i++) {
      if (theirs[i] > (i < joined.length ? joined[i] : 0)) {
        if (joined == mine) {
          joined = Arrays.copyOf(mine, Math.max(mine.length, theirs.length));
        }
        joined[i] = theirs[i];
      }
    }
    return joined;
  }
}
