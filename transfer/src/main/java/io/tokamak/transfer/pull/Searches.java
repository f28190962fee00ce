// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.pull;

import io.tokamak.directory.Finder;
import io.tokamak.transfer.context.Context;
import io.tokamak.wire.ObjectId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Asks the directory for many objects at once, and again for those whose locations were wrong. */
final class Searches {
  private static final long FIRST_PAUSE_NS = 50_000_000;
  private static final long FIRST_WATCH_NS = 1_000_000_000;
  private static final int MOST_DOUBLINGS = 5;

  private final Context context;
  private final Finder finder;
  private final Set<Pull> waiting = new LinkedHashSet<>();

  Searches(Context context, Finder finder) {
    this.context = context;
    this.finder = finder;
  }

  /** Searches for these now. */
  void begin(List<Pull> pulls) {
    List<ObjectId> ids = new ArrayList<>(pulls.size());
    pulls.removeIf(pull -> pull.state() == Pull.State.ENDED);
    for (Pull pull : pulls) {
      ids.add(pull.id());
    }
    if (!ids.isEmpty()) {
      Batch batch = new Batch(finder, ids.size(), context.counters());
      pulls.forEach(pull -> pull.batch(batch));
      batch.began(context.directory().search(ids, true, batch));
    }
  }

  /** Searches for it in the next step. */
  void later(Pull pull) {
    leave(pull);
    pull.waits(pull.waits() + 1);
    waiting.add(pull);
  }

  /** It does not need the directory any more. */
  void leave(Pull pull) {
    Batch batch = pull.batch();
    if (batch != null) {
      pull.batch(null);
      batch.leave();
    }
  }

  /** How long to wait for news before the directory is asked again. */
  static long pauseNs(Pull pull) {
    return FIRST_PAUSE_NS << Math.min(pull.waits(), MOST_DOUBLINGS);
  }

  /** How long to trust that news come by themselves of what nobody has. */
  static long watchNs(Pull pull) {
    return FIRST_WATCH_NS << Math.min(pull.waits(), MOST_DOUBLINGS);
  }

  /** Those that wait, for whom the caller begins. */
  List<Pull> takeWaiting() {
    List<Pull> taken = new ArrayList<>(waiting);
    waiting.clear();
    return taken;
  }

  boolean hasWork() {
    return !waiting.isEmpty();
  }
}
