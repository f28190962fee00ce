// SPDX-License-Identifier: Apache-2.0
package io.tokamak.node.manager;

import io.tokamak.transfer.Call;
import io.tokamak.transfer.FetchListener;
import io.tokamak.transfer.FetchOptions;
import io.tokamak.transfer.FetchOutcome;
import io.tokamak.transfer.ManagerCalls;
import io.tokamak.transfer.Priority;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.error.StoreFullException;
import io.tokamak.wire.error.TokamakException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is fetched for somebody who may want it later, whether or not who asked is still there. At
 * most {@link #MOST_IDS} objects at once. For the manager's thread.
 */
final class Prefetches {
  static final int MOST_IDS = 200_000;

  private final ManagerCalls calls;
  private final Set<Prefetch> underWay = new LinkedHashSet<>();
  private long ids;

  Prefetches(ManagerCalls calls) {
    this.calls = calls;
  }

  /** Objects under way. */
  long ids() {
    return ids;
  }

  /**
   * Starts to fetch them.
   *
   * @throws StoreFullException when too many are under way
   */
  void start(List<ObjectId> wanted, long deadlineNs) {
    if (ids + wanted.size() > MOST_IDS) {
      throw new StoreFullException(
          "prefetch of %d objects: %d are being prefetched by this node, at most %d may be; try again later"
              .formatted(wanted.size(), ids, MOST_IDS));
    }
    if (!wanted.isEmpty()) {
      start(new Prefetch(wanted.size()), wanted, deadlineNs);
    }
  }

  private void start(Prefetch prefetch, List<ObjectId> wanted, long deadlineNs) {
    underWay.add(prefetch);
    ids += prefetch.left;
    try {
      prefetch.call =
          calls.fetch(wanted, Priority.PREFETCH, FetchOptions.NONE, deadlineNs, prefetch);
    } catch (TokamakException refused) {
      ids -= prefetch.left;
      underWay.remove(prefetch);
      throw refused;
    }
  }

  /** Gives all of them up. */
  void cancelAll() {
    for (Prefetch prefetch : List.copyOf(underWay)) {
      if (prefetch.call != null) {
        prefetch.call.cancel();
      }
    }
    underWay.clear();
    ids = 0;
  }

  private final class Prefetch implements FetchListener {
    private int left;
    private @Nullable Call call;

    Prefetch(int left) {
      this.left = left;
    }

    @Override
    public void ended(ObjectId id, FetchOutcome outcome) {
      left--;
      ids--;
      if (left == 0) {
        underWay.remove(this);
      }
    }
  }
}
