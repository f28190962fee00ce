// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.peer;

/**
 * How long a peer that failed is left alone: twice as long each time, up to a bound.
 *
 * @param firstNs after the first failure
 * @param mostNs after many
 */
public record Backoff(long firstNs, long mostNs) {
  /** Checks that both are positive and in order. */
  public Backoff {
    if (firstNs < 1 || mostNs < firstNs) {
      throw new IllegalArgumentException(
          "backoff from %d to %d ns, expected 0 < first <= most".formatted(firstNs, mostNs));
    }
  }

  /** From 100 ms to 5 s. */
  public static Backoff usual() {
    return new Backoff(100_000_000, 5_000_000_000L);
  }

  /** How long it is left alone after this many failures in a row, the first being 1. */
  public long afterNs(int failures) {
    long ns = firstNs;
    for (int i = 1; i < failures && ns < mostNs; i++) {
      ns = ns > mostNs / 2 ? mostNs : ns * 2;
    }
    return ns;
  }
}
