// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.layout.Control;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.table.Entries;
import io.tokamak.wire.ObjectId;
import io.tokamak.wire.message.ObjectEvent;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who is told of seals and ends, and what is there to tell a newcomer. */
final class Subscriptions implements ObjectListener {
  /** Events kept for one slow subscriber, about 12 MB on the heap at most. */
  static final int MOST_QUEUED = 1 << 17;

  private final Entries entries;
  private final Objects objects;
  private final Interest interest;
  private final StoreCounters counters;
  private final int mostQueued;
  private final Set<Subscription> all = new LinkedHashSet<>();

  Subscriptions(
      Entries entries, Objects objects, Interest interest, StoreCounters counters, int mostQueued) {
    this.entries = entries;
    this.objects = objects;
    this.interest = interest;
    this.counters = counters;
    this.mostQueued = mostQueued;
  }

  Subscription open(Runnable wakeUp) {
    Subscription subscription = new Subscription(this, mostQueued, wakeUp);
    all.add(subscription);
    interest.raise();
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
    offer(ObjectEvent.sealed(id, entries.dataLength(entry), entries.metadataLength(entry)));
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

  /** The announced objects in the order in which they were sealed. */
  long[] snapshot() {
    return objects
        .announcedEntries()
        .boxed()
        .sorted(
            Comparator.<Integer>comparingLong(entries::sealedAtMicros)
                .thenComparingLong(entries::accessTick))
        .mapToLong(entry -> Entries.ref(entry, entries.control(entry)))
        .toArray();
  }

  /** The event that makes the object known; null when it is gone meanwhile. */
  @Nullable ObjectEvent sealedEvent(long ref) {
    int entry = ObjectRef.entry(ref);
    long control = entries.control(entry);
    if (Control.generation(control) != ObjectRef.generation(ref)) {
      return null;
    }
    return ObjectEvent.sealed(
        objects.idOf(entry), entries.dataLength(entry), entries.metadataLength(entry));
  }
}
