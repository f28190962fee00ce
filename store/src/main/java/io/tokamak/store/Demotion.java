// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.store.quota.Account;
import io.tokamak.store.quota.Quotas;

/**
 * Makes room in a full quota whose objects are all in use: the oldest becomes everybody's, if
 * everybody has room.
 */
final class Demotion {
  private final Quotas quotas;
  private final Objects objects;
  private final Space space;
  private final SegmentSignals signals;
  private final StoreCounters counters;

  Demotion(
      Quotas quotas, Objects objects, Space space, SegmentSignals signals, StoreCounters counters) {
    this.quotas = quotas;
    this.objects = objects;
    this.space = space;
    this.signals = signals;
    this.counters = counters;
  }

  /** Returns whether an object left the account. */
  boolean demoteOldest(Account account) {
    long ref = account.isLimited() ? account.pollOldest() : ObjectRef.NONE;
    if (ref == ObjectRef.NONE) {
      return false;
    }
    int entry = ObjectRef.entry(ref);
    long length = objects.blockLength(entry);
    if (!quotas.canDemote(length, space.allocatedBytes())) {
      account.requeue(ref, signals.clock());
      return false;
    }
    quotas.demote(account, ref, length, signals.clock());
    objects.disown(entry);
    counters.increment(StoreCounter.DEMOTED);
    return true;
  }
}
