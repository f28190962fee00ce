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
  /** What an eviction freed: data and metadata, memory for them, objects. */
  record Evicted(long bytes, long blockBytes, int objects) {
    static final Evicted NOTHING = new Evicted(0, 0, 0);

    Evicted plus(Evicted more) {
      return new Evicted(bytes + more.bytes, blockBytes + more.blockBytes, objects + more.objects);
    }
  }

  /** What is wanted of an eviction. */
  enum Measure {
    /** Data and metadata, as users count; an empty object counts as one byte. */
    BYTES {
      @Override
      long of(Evicted evicted) {
        return Math.max(evicted.bytes, evicted.objects);
      }
    },
    /** Memory. */
    BLOCK_BYTES {
      @Override
      long of(Evicted evicted) {
        return evicted.blockBytes;
      }
    },
    /** Entries of the table. */
    OBJECTS {
      @Override
      long of(Evicted evicted) {
        return evicted.objects;
      }
    };

    abstract long of(Evicted evicted);
  }

  private static final int BATCH = 1024;

  private final Entries entries;
  private final Seals seals;
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
      Seals seals,
      SegmentSignals signals,
      Retirement retirement,
      PinScan pinScan,
      Objects objects,
      StoreCounters counters) {
    this.entries = entries;
    this.seals = seals;
    this.signals = signals;
    this.retirement = retirement;
    this.pinScan = pinScan;
    this.objects = objects;
    this.counters = counters;
  }

  /** Evicts until {@code wanted} is freed or nothing is left that can go. */
  Evicted evict(Account account, long wanted, Measure measure) {
    seals.drainAll();
    Evicted total = Evicted.NOTHING;
    int looks = account.objectCount();
    while (measure.of(total) < wanted && looks > 0) {
      long missing = wanted - measure.of(total);
      int looked = beginBatch(account, missing, measure, Math.min(looks, BATCH));
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
  private int beginBatch(Account account, long wanted, Measure measure, int most) {
    begun = 0;
    Evicted expected = Evicted.NOTHING;
    int looked = 0;
    while (measure.of(expected) < wanted && looked < most) {
      long ref = account.pollOldest();
      if (ref == ObjectRef.NONE) {
        break;
      }
      looked++;
      long control = isPinnedByUser(ref) ? 0 : retirement.begin(ref);
      if (control != 0) {
        note(ref, control);
        expected = expected.plus(lengths(ref));
      }
    }
    return looked;
  }

  private Evicted lengths(long ref) {
    int entry = ObjectRef.entry(ref);
    return new Evicted(objects.userLength(entry), objects.blockLength(entry), 1);
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
      return Evicted.NOTHING;
    }
    PinCounts pins = pinScan.now();
    Evicted freed = Evicted.NOTHING;
    for (int i = 0; i < begun; i++) {
      if (pins.of(refs[i]) > 0) {
        retirement.restore(refs[i], controls[i]);
        account.requeue(refs[i], nextTick());
      } else {
        freed = freed.plus(lengths(refs[i]));
        objects.free(refs[i]);
      }
    }
    return freed;
  }
}
