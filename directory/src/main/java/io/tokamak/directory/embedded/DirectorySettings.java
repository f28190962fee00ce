// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.fabric.peer.Backoff;

/**
 * Times and bounds of an embedded directory.
 *
 * @param heartbeatNs how often a node says that it is there; at most a quarter of the lease
 * @param leaseNs of how much silence the host takes a node for gone, and a node the host for away
 * @param backoff how long a host that cannot be reached is left alone
 * @param mostQueued announcements that wait for the host at most; beyond them all is announced anew
 *     when it is back
 */
public record DirectorySettings(long heartbeatNs, long leaseNs, Backoff backoff, int mostQueued) {
  /** Checks them. */
  public DirectorySettings {
    if (heartbeatNs < 1 || leaseNs / 4 < heartbeatNs || mostQueued < 1) {
      throw new IllegalArgumentException(
          ("directory: found a heartbeat every %d ns, a lease of %d ns, %d in the queue; expected"
                  + " positive numbers and four heartbeats in a lease")
              .formatted(heartbeatNs, leaseNs, mostQueued));
    }
  }

  /**
   * A heartbeat every 500 ms, a lease of 2 s, attempts every 50 ms to 1 s, 262,144 in the queue.
   */
  public static DirectorySettings usual() {
    return new DirectorySettings(
        500_000_000, 2_000_000_000, new Backoff(50_000_000, 1_000_000_000), 1 << 18);
  }
}
