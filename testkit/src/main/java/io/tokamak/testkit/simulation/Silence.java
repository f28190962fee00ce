// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

/**
 * Notices that a node does not poll although something has arrived: its peers give it up after some
 * seconds, as they do in any network, unless they are away themselves.
 */
final class Silence {
  static final long GIVEN_UP_AFTER_NS = 5_000_000_000L;
  private static final long AWAY_AFTER_NS = 1_000_000_000;

  private final SimulatedFabric fabric;
  private long waitingSinceNs;
  private boolean watched;

  Silence(SimulatedFabric fabric) {
    this.fabric = fabric;
  }

  void polled() {
    waitingSinceNs = nowNs();
  }

  void arrived(boolean first) {
    if (first) {
      waitingSinceNs = nowNs();
    }
    if (!watched) {
      watched = true;
      fabric.world().after(GIVEN_UP_AFTER_NS, this::look);
    }
  }

  /** Whether it has not looked at what has arrived for a second. */
  boolean isAway() {
    return fabric.hasArrivals() && nowNs() - waitingSinceNs > AWAY_AFTER_NS;
  }

  private void look() {
    watched = fabric.isAlive() && fabric.hasArrivals();
    if (watched) {
      long waitedNs = nowNs() - waitingSinceNs;
      if (waitedNs >= GIVEN_UP_AFTER_NS) {
        fabric.fellSilent();
      }
      long leftNs = GIVEN_UP_AFTER_NS - waitedNs;
      fabric.world().after(leftNs > 0 ? leftNs : GIVEN_UP_AFTER_NS, this::look);
    }
  }

  private long nowNs() {
    return fabric.world().nowNs();
  }
}
