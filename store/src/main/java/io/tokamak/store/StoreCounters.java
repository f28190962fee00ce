// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store;

import io.tokamak.wire.message.CounterValue;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The values of all {@link StoreCounter}s. One thread writes, any thread may read: a reader sees
 * each value whole and soon, though not several at one instant. Writing takes neither lock nor
 * fence and allocates nothing.
 */
public final class StoreCounters {

  private final AtomicLongArray values = new AtomicLongArray(StoreCounter.values().length);

  /** All at 0. */
  public StoreCounters() {}

  /** Adds {@code amount}, which may be negative. Only the store thread may call it. */
  public void add(StoreCounter counter, long amount) {
    values.setOpaque(counter.id(), values.getPlain(counter.id()) + amount);
  }

  /** Adds 1. Only the store thread may call it. */
  public void increment(StoreCounter counter) {
    add(counter, 1);
  }

  /** Replaces the value. Only the store thread may call it. */
  public void set(StoreCounter counter, long value) {
    values.setOpaque(counter.id(), value);
  }

  /** The value now. */
  public long get(StoreCounter counter) {
    return values.getOpaque(counter.id());
  }

  /** All counters by label with their values now, in the order of their ids. */
  public List<CounterValue> values() {
    return Arrays.stream(StoreCounter.values())
        .map(counter -> new CounterValue(counter.label(), get(counter)))
        .toList();
  }
}
