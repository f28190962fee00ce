// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.message.ObjectEvent;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's view of the store: first the objects that exist, in the order in which they were
 * sealed, then every seal and every end in order. What a slow subscriber has not read yet is kept
 * up to a bound; beyond it, all is dropped at once and the subscriber is told to resynchronise:
 * forget what it knows and start over. Nothing is ever lost in silence.
 */
public final class Subscription {
  private static final long[] NOTHING = {};

  private final Subscriptions subscriptions;
  private final Runnable wakeUp;
  private final ArrayDeque<ObjectEvent> queue = new ArrayDeque<>();
  private boolean resyncPending;
  private long[] existing;
  private int nextExisting;

  Subscription(Subscriptions subscriptions, Runnable wakeUp) {
    this.subscriptions = subscriptions;
    this.existing = subscriptions.snapshot();
    this.wakeUp = wakeUp;
  }

  /** The next event, taken; null when there is none now. */
  public @Nullable ObjectEvent poll() {
    if (resyncPending) {
      resyncPending = false;
      return ObjectEvent.resync();
    }
    while (nextExisting < existing.length) {
      ObjectEvent event = subscriptions.sealedEvent(existing[nextExisting++]);
      if (event != null) {
        return event;
      }
    }
    existing = NOTHING;
    nextExisting = 0;
    return queue.poll();
  }

  /**
   * Takes an event in and wakes the reader; returns false when it was one too many and the reader
   * has to resynchronise.
   */
  boolean offer(ObjectEvent event) {
    boolean fits = queue.size() < subscriptions.mostQueued();
    if (fits) {
      queue.add(event);
    } else {
      resynchronise();
    }
    wakeUp.run();
    return fits;
  }

  private void resynchronise() {
    queue.clear();
    resyncPending = true;
    existing = subscriptions.snapshot();
    nextExisting = 0;
  }
}
