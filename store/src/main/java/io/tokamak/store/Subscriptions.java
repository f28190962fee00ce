// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.ObjectEvent;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is told of seals and ends, and what is there to tell a newcomer. */
final class Subscriptions implements ObjectListener {
  /** Events kept for slow subscribers, about 12 MB on the heap at most. */
  static final int MOST_QUEUED = 1 << 17;

  private static final int FEWEST_QUEUED = 1024;

  private final Entries entries;
  private final Blocks blocks;
  private final Objects objects;
  private final Interest interest;
  private final StoreCounters counters;
  private final int mostQueued;
  private final Set<Subscription> all = new LinkedHashSet<>();

  Subscriptions(
      Entries entries,
      Blocks blocks,
      Objects objects,
      Interest interest,
      StoreCounters counters,
      int mostQueued) {
    this.entries = entries;
    this.blocks = blocks;
    this.objects = objects;
    this.interest = interest;
    this.counters = counters;
    this.mostQueued = mostQueued;
  }

  /**
   * @param news brings in what was sealed by now; called after clients began to ring for each seal,
   *     and before the existing objects are noted
   */
  Subscription open(Runnable wakeUp, Runnable news) {
    interest.raise();
    news.run();
    Subscription subscription = new Subscription(this, wakeUp);
    all.add(subscription);
    return subscription;
  }

  boolean close(Subscription subscription) {
    boolean open = all.remove(subscription);
    if (open) {
      interest.lower();
    }
    return open;
  }

  @Override
  public boolean isListening() {
    return !all.isEmpty();
  }

  @Override
  public void sealed(ObjectId id, long ref) {
    int entry = ObjectRef.entry(ref);
    offer(ObjectEvent.sealed(id, blocks.dataLength(entry), blocks.metadataLength(entry)));
  }

  @Override
  public void gone(ObjectId id) {
    offer(ObjectEvent.deleted(id));
  }

  private void offer(ObjectEvent event) {
    for (Subscription subscription : all) {
      counters.add(subscription.offer(event) ? StoreCounter.EVENTS : StoreCounter.RESYNCS, 1);
    }
  }

  /** Events one subscriber may leave unread: all of them together are bounded. */
  int mostQueued() {
    return Math.max(FEWEST_QUEUED, mostQueued / Math.max(1, all.size()));
  }

  /** The announced objects in the order in which they were announced. */
  long[] snapshot() {
    int[] announced = objects.announcedEntries();
    long[] refs = new long[announced.length];
    for (int i = 0; i < refs.length; i++) {
      refs[i] = Entries.ref(announced[i], entries.control(announced[i]));
    }
    return refs;
  }

  /** The event that makes the object known; null when it is gone meanwhile. */
  @Nullable ObjectEvent sealedEvent(long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    if (!objects.isAnnounced(entry) || Control.generation(control) != ObjectRef.generation(ref)) {
      return null;
    }
    return ObjectEvent.sealed(
        objects.idOf(entry), blocks.dataLength(entry), blocks.metadataLength(entry));
  }
}
