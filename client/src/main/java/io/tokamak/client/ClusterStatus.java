// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.message.CounterValue;
import io.tokamak.wire.message.ManagerStatusReply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How this machine's node takes part in the cluster.
 *
 * @param self the node
 * @param name its name
 * @param directory how its directory is doing
 * @param counters what its manager counted, by name
 */
public record ClusterStatus(
    NodeId self, String name, DirectoryView directory, Map<String, Long> counters) {
  /**
   * How a directory is doing.
   *
   * @param kind {@code embedded} or {@code redis}
   * @param where for people
   * @param reachable whether it answers
   * @param why why it does not; empty when it does
   * @param queuedAnnouncements of this node that it has not taken yet
   * @param droppedAnnouncements for which there was no room; all is announced anew when it is back
   */
  public record DirectoryView(
      String kind,
      String where,
      boolean reachable,
      String why,
      long queuedAnnouncements,
      long droppedAnnouncements) {}

  /** Copies the map. */
  public ClusterStatus {
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
  }

  static ClusterStatus of(ManagerStatusReply reply) {
    ManagerStatusReply.Directory directory = reply.directory();
    Map<String, Long> counters = new LinkedHashMap<>();
    for (CounterValue counter : reply.counters()) {
      counters.put(counter.name(), counter.value());
    }
    return new ClusterStatus(
        NodeId.of(reply.self()),
        reply.name(),
        new DirectoryView(
            directory.kind(),
            directory.where(),
            directory.reachable(),
            directory.why(),
            directory.queuedAnnouncements(),
            directory.droppedAnnouncements()),
        counters);
  }
}
