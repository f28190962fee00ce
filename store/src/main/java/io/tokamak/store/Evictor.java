// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.memory.SegmentSignals;
import io.tokamak.memory.layout.EntryLayout;
import io.tokamak.memory.layout.ObjectRef;
import io.tokamak.memory.slot.Retirement;
import io.tokamak.memory.table.Entries;
import io.tokamak.store.quota.Account;
import java.util.Arrays;

/**
 * Frees the least recently used objects of an account that nobody pins. Objects in use go to the
 * young end of the order, as they will be released later than now; objects pinned by a user leave
 * the order until they are unpinned.
 */
final class Evictor {
  /** What an eviction freed. */
  record Evicted(long bytes, int objects) {
    Evicted plus(Evicted more) {
      return new Evicted(bytes + more.bytes, objects + more.objects);
    }
  }

  private static final int BATCH = 1024;

  private final Entries entries;
  private final SegmentSignals signals;
  private final Retirement retirement;
  private final PinScan pinScan;
  private final Objects objects;
  private final StoreCounters counters;
  private long[] refs = new long[16];
  private long[] controls = new long[16];
  private int begun;

  Evictor(
      Entries entries,
      SegmentSignals signals,
      Retirement retirement,
      PinScan pinScan,
      Objects objects,
      StoreCounters counters) {
    this.entries = entries;
    this.signals = signals;
    this.retirement = retirement;
    this.pinScan = pinScan;
    this.objects = objects;
    this.counters = counters;
  }

  /** Evicts until {@code bytes} of data and metadata are freed or nothing is left that can go. */
  Evicted evict(Account account, long bytes) {
    Evicted total = new Evicted(0, 0);
    int looks = account.objectCount();
    while (total.bytes < bytes && looks > 0) {
      int looked = beginBatch(account, bytes - total.bytes, Math.min(looks, BATCH));
      if (looked == 0) {
        break;
      }
      looks -= looked;
      total = total.plus(finishBatch(account));
    }
    counters.add(StoreCounter.EVICTED, total.objects);
    counters.add(StoreCounter.EVICTED_BYTES, total.bytes);
    return total;
  }

  /** Begins the retirement of the oldest objects. Returns how many were taken out of the order. */
  private int beginBatch(Account account, long bytes, int most) {
    begun = 0;
    long expected = 0;
    int looked = 0;
    while (expected < bytes && looked < most) {
      long ref = account.pollOldest();
      if (ref == ObjectRef.NONE) {
        break;
      }
      looked++;
      if (isPinnedByUser(ref)) {
        continue;
      }
      long control = retirement.begin(ref);
      if (control != 0) {
        note(ref, control);
        expected += objects.userLength(ObjectRef.entry(ref));
      }
    }
    return looked;
  }

  private boolean isPinnedByUser(long ref) {
    return (entries.flags(ObjectRef.entry(ref)) & EntryLayout.PINNED_BY_USER) != 0;
  }

  private void note(long ref, long control) {
    if (begun == refs.length) {
      refs = Arrays.copyOf(refs, begun * 2);
      controls = Arrays.copyOf(controls, begun * 2);
    }
    refs[begun] = ref;
    controls[begun++] = control;
  }

  /** A tick of its own for each object in use, so that they keep their order among themselves. */
  private long nextTick() {
    signals.clock(signals.clock() + 1);
    return signals.clock();
  }

  private Evicted finishBatch(Account account) {
    if (begun == 0) {
      return new Evicted(0, 0);
    }
    PinCounts pins = pinScan.now();
    long bytes = 0;
    int freed = 0;
    for (int i = 0; i < begun; i++) {
      if (pins.of(refs[i]) > 0) {
        retirement.restore(refs[i], controls[i]);
        account.requeue(refs[i], nextTick());
      } else {
        bytes += objects.free(refs[i]);
        freed++;
      }
    }
    return new Evicted(bytes, freed);
  }
}
