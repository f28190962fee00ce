// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.record;

import static java.util.Objects.requireNonNull;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The counters of one manager. For its thread. */
public final class Counters {
  private static final Counter[] ALL = Counter.values();

  private final EnumMap<Counter, Count> counts = new EnumMap<>(Counter.class);

  private static final class Count {
    long value;
  }

  /** All are 0. */
  public Counters() {
    for (Counter counter : ALL) {
      counts.put(counter, new Count());
    }
  }

  /** One more. */
  public void add(Counter counter) {
    add(counter, 1);
  }

  /** So many more, or fewer. */
  public void add(Counter counter, long change) {
    of(counter).value += change;
  }

  /** One fewer. */
  public void remove(Counter counter) {
    add(counter, -1);
  }

  /** How many. */
  public long get(Counter counter) {
    return of(counter).value;
  }

  private Count of(Counter counter) {
    return requireNonNull(counts.get(counter));
  }

  /** All of them, by label. */
  public Map<String, Long> all() {
    Map<String, Long> all = new LinkedHashMap<>();
    counts.forEach((counter, count) -> all.put(counter.label(), count.value));
    return all;
  }
}
