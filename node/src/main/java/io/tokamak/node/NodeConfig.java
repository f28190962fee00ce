// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.node.cluster.ClusterConfig;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What one can choose about a node. Everything but the socket and the memory has a good default;
 * change it with the {@code with} methods.
 *
 * @param socket where clients connect
 * @param memoryBytes usable bytes for objects
 * @param place where that memory is taken from
 * @param objects how many objects there can be at once; empty for one per 4 KiB of memory
 * @param limits eviction and deadlines
 * @param allowOtherUsers whether other users of the machine may connect; they can only read
 * @param lockMemory whether the memory must never be swapped out
 * @param numa which part of the machine it runs on: this moves the whole process
 * @param cluster its part in a cluster
 */
public record NodeConfig(
    Path socket,
    long memoryBytes,
    MemoryPlace place,
    OptionalInt objects,
    Limits limits,
    boolean allowOtherUsers,
    boolean lockMemory,
    NumaChoice numa,
    ClusterConfig cluster) {

  /** Where the memory of a node is taken from. */
  public sealed interface MemoryPlace {
    /** A file in {@code /dev/shm/tokamak-<uid>}. */
    record SharedMemory() implements MemoryPlace {}

    /**
     * A file in a directory of the user's choice, best one of a tmpfs.
     *
     * @param path must exist and be writable
     */
    record Directory(Path path) implements MemoryPlace {}

    /** Memory without a path: no mount bounds it, and nothing of it outlives the node. */
    record Anonymous() implements MemoryPlace {}
  }

  /**
   * How far a create goes to get memory.
   *
   * @param evictionPercent share of the capacity that is freed when a create has to evict
   * @param createDeadlineMs how long a create waits for memory unless it says otherwise
   */
  public record Limits(int evictionPercent, long createDeadlineMs) {
    /** 20 % and 2 s. */
    public static final Limits DEFAULT = new Limits(20, 2000);
  }

  /** A node with defaults for everything else. */
  public static NodeConfig of(Path socket, long memoryBytes) {
    return new NodeConfig(
        socket,
        memoryBytes,
        new MemoryPlace.SharedMemory(),
        OptionalInt.empty(),
        Limits.DEFAULT,
        false,
        false,
        new NumaChoice.Off(),
        ClusterConfig.DEFAULT);
  }

  /** The same with its memory somewhere else. */
  public NodeConfig withPlace(MemoryPlace newPlace) {
    return new NodeConfig(
        socket, memoryBytes, newPlace, objects, limits, allowOtherUsers, lockMemory, numa, cluster);
  }

  /** The same for at most so many objects. */
  public NodeConfig withObjects(int count) {
    return new NodeConfig(
        socket,
        memoryBytes,
        place,
        OptionalInt.of(count),
        limits,
        allowOtherUsers,
        lockMemory,
        numa,
        cluster);
  }

  /** The same with other limits. */
  public NodeConfig withLimits(Limits newLimits) {
    return new NodeConfig(
        socket, memoryBytes, place, objects, newLimits, allowOtherUsers, lockMemory, numa, cluster);
  }

  /** The same, other users allowed or not. */
  public NodeConfig withOtherUsers(boolean allowed) {
    return new NodeConfig(
        socket, memoryBytes, place, objects, limits, allowed, lockMemory, numa, cluster);
  }

  /** The same, memory locked or not. */
  public NodeConfig withLockedMemory(boolean locked) {
    return new NodeConfig(
        socket, memoryBytes, place, objects, limits, allowOtherUsers, locked, numa, cluster);
  }

  /** The same on another part of the machine. */
  public NodeConfig withNuma(NumaChoice newNuma) {
    return new NodeConfig(
        socket, memoryBytes, place, objects, limits, allowOtherUsers, lockMemory, newNuma, cluster);
  }

  /** The same with another part in a cluster. */
  public NodeConfig withCluster(ClusterConfig newCluster) {
    return new NodeConfig(
        socket, memoryBytes, place, objects, limits, allowOtherUsers, lockMemory, numa, newCluster);
  }
}
