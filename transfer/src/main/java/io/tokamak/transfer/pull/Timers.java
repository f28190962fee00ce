// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Who wants to be looked at when. One timer counts for each; a new one takes its place. */
final class Timers {
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(
          Comparator.comparingLong((Entry entry) -> entry.atNs).thenComparingLong(Entry::number));
  private long numbers;

  private record Entry(long atNs, long number, Pull pull) {}

  void set(Pull pull, long atNs) {
    pull.timer(++numbers);
    entries.add(new Entry(atNs, numbers, pull));
  }

  void clear(Pull pull) {
    pull.timer(0);
  }

  /** Tells of all that are due. */
  int due(long nowNs, Consumer<Pull> who) {
    int count = 0;
    for (Entry entry = entries.peek(); isDue(entry, nowNs); entry = entries.peek()) {
      entries.remove();
      if (entry.pull.timer() == entry.number) {
        entry.pull.timer(0);
        who.accept(entry.pull);
        count++;
      }
    }
    return count;
  }

  private static boolean isDue(Entry entry, long nowNs) {
    return entry != null && nowNs - entry.atNs >= 0;
  }

  /** When the next is due; {@code elseNs} if nobody waits. */
  long nextNs(long elseNs) {
    Entry first = entries.peek();
    return first == null || first.atNs - elseNs > 0 ? elseNs : first.atNs;
  }
}
