// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.client.ObjectStoreClient;
import io.tokamak.store.StoreCounter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How a node is doing, at one moment.
 *
 * @param socket where clients connect
 * @param process its process; empty when that cannot be seen from here, as out of a container
 * @param startedAt when it started
 * @param memory its memory for objects
 * @param objects sealed objects
 * @param mostObjects how many objects there can be at once
 * @param clients clients connected, without the one that asked
 * @param privateBytes memory of the process beside what it shares with clients
 * @param numa which part of the machine it runs on; empty when that cannot be seen from here
 */
public record NodeStatus(
    Path socket,
    OptionalLong process,
    Optional<Instant> startedAt,
    Memory memory,
    long objects,
    long mostObjects,
    long clients,
    OptionalLong privateBytes,
    Optional<NumaStatus> numa) {

  /**
   * Memory for objects, in bytes.
   *
   * @param capacityBytes all of it
   * @param reservedBytes what has been reserved so far; objects go there
   * @param objectBytes data and metadata of the sealed objects
   * @param freeBytes reserved and not in use
   * @param leasedBytes handed to clients for objects to come
   * @param largestFreeBytes the longest free piece
   * @param hugeBytes how much of the segment, its table included, is in huge pages
   */
  public record Memory(
      long capacityBytes,
      long reservedBytes,
      long objectBytes,
      long freeBytes,
      long leasedBytes,
      long largestFreeBytes,
      long hugeBytes) {}

  /** Asks the node behind a client. */
  public static NodeStatus read(ObjectStoreClient client, Path socket) {
    Optional<NodeProcess> process = NodeProcess.at(socket);
    Map<String, Long> counters = client.stats();
    return new NodeStatus(
        socket,
        process.map(found -> OptionalLong.of(found.pid())).orElse(OptionalLong.empty()),
        process.flatMap(NodeProcess::startedAt),
        memory(counters),
        value(counters, StoreCounter.OBJECTS),
        value(counters, StoreCounter.ENTRIES),
        Math.max(0, value(counters, StoreCounter.SESSIONS) - 1),
        process.map(NodeProcess::privateBytes).orElse(OptionalLong.empty()),
        process.flatMap(NodeProcess::numa));
  }

  private static Memory memory(Map<String, Long> counters) {
    return new Memory(
        value(counters, StoreCounter.CAPACITY_BYTES),
        value(counters, StoreCounter.RESERVED_BYTES),
        value(counters, StoreCounter.OBJECT_BYTES),
        value(counters, StoreCounter.FREE_BYTES),
        value(counters, StoreCounter.LEASE_BYTES),
        value(counters, StoreCounter.LARGEST_FREE_EXTENT),
        value(counters, StoreCounter.HUGE_BYTES));
  }

  private static long value(Map<String, Long> counters, StoreCounter counter) {
    return counters.getOrDefault(counter.label(), 0L);
  }
}
