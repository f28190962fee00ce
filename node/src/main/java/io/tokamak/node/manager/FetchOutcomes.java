// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.FetchOutcome;
import io.tokamak.wire.message.FetchReply;
import io.tokamak.wire.message.FetchedItem;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects how the objects of one fetch or push ended, or how one object did at each node, and
 * answers with the last of them, or as soon as enough are there. For the manager's thread.
 */
final class FetchOutcomes<K> {
  /** Replies about more objects leave out where the time went. */
  static final int MOST_WITH_PHASES = 1_000;

  private static final FetchedItem PENDING = new FetchedItem.Pending();
  private static final FetchedItem PRESENT = new FetchedItem.Present();
  private static final int NONE = -1;

  private final Asked asked;
  private final FetchedItem[] items;
  private final Map<K, Integer> first = new HashMap<>();
  private final int[] nextOfSame;
  private final Summaries summaries;
  private final int enough;
  private int left;
  private int there;

  /**
   * For a fetch of these ids, or by these nodes.
   *
   * @param enough how many of them have to be there for an answer
   */
  FetchOutcomes(Asked asked, List<K> ids, int enough) {
    this.asked = asked;
    this.enough = enough;
    this.left = ids.size();
    this.items = new FetchedItem[ids.size()];
    Arrays.fill(items, PENDING);
    this.nextOfSame = new int[ids.size()];
    this.summaries = new Summaries(ids.size() <= MOST_WITH_PHASES);
    for (int i = ids.size() - 1; i >= 0; i--) {
      Integer later = first.put(ids.get(i), i);
      nextOfSame[i] = later == null ? NONE : later;
    }
  }

  /** Answers when nothing is to be waited for; whether it did. */
  boolean answerIfOver() {
    boolean over = left == 0 || there >= enough;
    if (over) {
      asked.answer(new FetchReply(summaries.shared(), List.of(items)));
    }
    return over;
  }

  /** One of them has ended. */
  void ended(K id, FetchOutcome outcome) {
    Integer position = first.remove(id);
    if (position == null || asked.isOver()) {
      return;
    }
    if (nextOfSame[position] != NONE) {
      first.put(id, nextOfSame[position]);
    }
    items[position] = item(outcome);
    left--;
    answerIfOver();
  }

  private FetchedItem item(FetchOutcome outcome) {
    return switch (outcome) {
      case FetchOutcome.Present _ -> {
        there++;
        yield PRESENT;
      }
      case FetchOutcome.Arrived arrived -> {
        there++;
        yield new FetchedItem.Arrived(summaries.of(arrived.how()));
      }
      case FetchOutcome.Failed failed ->
          new FetchedItem.Failed(failed.code(), summaries.text(failed.why()));
    };
  }
}
