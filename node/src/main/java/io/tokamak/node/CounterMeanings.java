// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.store.StoreCounter;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/** What the counters of a node count. */
public final class CounterMeanings {
  private final Map<String, String> byLabel =
      Arrays.stream(StoreCounter.values())
          .collect(Collectors.toUnmodifiableMap(StoreCounter::label, StoreCounter::meaning));

  /** Those of this version. */
  public CounterMeanings() {}

  /** One sentence; empty for a counter of a newer node. */
  public String of(String label) {
    return byLabel.getOrDefault(label, "");
  }
}
