// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why strangers were turned away, and how often. Bounded. */
final class Refusals {
  private static final int MOST_REASONS = 32;
  private static final String OTHER = "other reasons";

  private final Map<String, Long> counts = new LinkedHashMap<>();

  void add(String why) {
    boolean fits = counts.size() < MOST_REASONS || counts.containsKey(why);
    counts.merge(fits ? why : OTHER, 1L, Long::sum);
  }

  Map<String, Long> counts() {
    return Map.copyOf(counts);
  }
}
