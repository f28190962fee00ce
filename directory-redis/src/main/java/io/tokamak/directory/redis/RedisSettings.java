// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.redis;

import io.tokamak.wire.error.InvalidRequestException;
import java.util.concurrent.TimeUnit;

/**
 * How the directory uses its Redis. All nodes of a cluster should agree on it.
 *
 * @param cluster name of the cluster: nodes of another name in the same Redis are not seen
 * @param connectNs how long a connection may take to come about
 * @param commandNs how long an answer may take
 * @param leaseNs how long a node may say nothing before it is gone
 * @param heartbeatNs how often a node says something
 * @param recheckNs how often searches that are open look again although nothing was heard
 * @param queued announcements that may wait; make it more than the store can hold objects, or
 *     announcing all of them never succeeds
 */
public record RedisSettings(
    String cluster,
    long connectNs,
    long commandNs,
    long leaseNs,
    long heartbeatNs,
    long recheckNs,
    int queued) {
  private static final String NAME = "[A-Za-z0-9_.-]{1,64}";

  /** Checks the name, and that a lease is some heartbeats. */
  public RedisSettings {
    if (!cluster.matches(NAME)) {
      throw new InvalidRequestException(
          "name of a cluster: found \"%s\", expected 1 to 64 of A-Z a-z 0-9 _ . -"
              .formatted(cluster));
    }
    long millisecond = TimeUnit.MILLISECONDS.toNanos(1);
    if (connectNs < millisecond || commandNs < millisecond || heartbeatNs < millisecond) {
      throw new InvalidRequestException("times of a Redis directory: expected 1 ms or more each");
    }
    if (leaseNs < 2 * heartbeatNs || recheckNs < heartbeatNs || queued < 1) {
      throw new InvalidRequestException(
          "settings of a Redis directory: found lease %d ns, heartbeat %d ns, recheck %d ns, %d queued;"
                  .formatted(leaseNs, heartbeatNs, recheckNs, queued)
              + " expected a lease of two heartbeats at least, a recheck of one, room for one");
    }
  }

  /** For the cluster called default: 2 s to connect and to answer, a lease of 2 s. */
  public static RedisSettings usual() {
    return new RedisSettings(
        "default",
        TimeUnit.SECONDS.toNanos(2),
        TimeUnit.SECONDS.toNanos(2),
        TimeUnit.SECONDS.toNanos(2),
        TimeUnit.MILLISECONDS.toNanos(500),
        TimeUnit.SECONDS.toNanos(10),
        1 << 20);
  }

  /** The same for another cluster. */
  public RedisSettings withCluster(String other) {
    return new RedisSettings(other, connectNs, commandNs, leaseNs, heartbeatNs, recheckNs, queued);
  }

  /** The same with more or less room for announcements that wait. */
  public RedisSettings withQueued(int other) {
    return new RedisSettings(cluster, connectNs, commandNs, leaseNs, heartbeatNs, recheckNs, other);
  }
}
