// SPDX-License-Identifier: Apache-2.0

package io.tokamak.cli.command;

import io.tokamak.cli.text.ByteSize;
import io.tokamak.node.NodeConfig;
import io.tokamak.node.NodeConfig.Limits;
import io.tokamak.node.NodeConfig.MemoryPlace;
import io.tokamak.node.NumaChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What one can choose about a node that starts. */
final class NodeOptions {
  /** What a segment can hold. */
  private static final long MOST_MEMORY_BYTES = 1L << 46;

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "Usable bytes for objects, such as 512m or 16g. Default: ${DEFAULT-VALUE}.")
  private ByteSize memory;

  @ArgGroup private Place place = new Place();

  @Option(
      names = "--objects",
      paramLabel = "N",
      description = "How many objects there can be at once. Default: one per 4k of memory.")
  private Optional<Integer> objects = Optional.empty();

  @Option(
      names = "--eviction-percent",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "Free at least this share of the memory when a put has to evict. Default:"
              + " ${DEFAULT-VALUE}.")
  private int evictionPercent;

  @Option(
      names = "--create-deadline",
      paramLabel = "MS",
      defaultValue = "2000",
      description =
          "How long a put waits for memory before it fails, in milliseconds. Default:"
              + " ${DEFAULT-VALUE}.")
  private long createDeadlineMs;

  @Option(
      names = "--allow-other-users",
      description = "Let other users of this machine connect; they can only read.")
  private boolean allowOtherUsers;

  @Option(
      names = "--lock-memory",
      description = "Never let the memory be swapped out (needs a high enough `ulimit -l`).")
  private boolean lockMemory;

  @Option(
      names = "--numa",
      paramLabel = "WHERE",
      defaultValue = "auto",
      description =
          "Run on one NUMA node, with threads and memory: auto (the one of the RDMA device, if"
              + " there is one), off, or its number. Default: ${DEFAULT-VALUE}.")
  private NumaChoice numa;

  /** At most one of these. */
  static final class Place {
    @Option(
        names = "--dir",
        paramLabel = "DIR",
        description =
            "Take the memory from this directory, as of a tmpfs mounted huge=always. Default:"
                + " /dev/shm.")
    private Optional<Path> directory = Optional.empty();

    @Option(
        names = "--memfd",
        description = "Take memory without a path, which no size of /dev/shm limits.")
    private boolean anonymous;

    MemoryPlace place() {
      MemoryPlace named =
          directory
              .<MemoryPlace>map(MemoryPlace.Directory::new)
              .orElseGet(MemoryPlace.SharedMemory::new);
      return anonymous ? new MemoryPlace.Anonymous() : named;
    }
  }

  /**
   * All of it.
   *
   * @throws CommandFailure when no machine could do that
   */
  NodeConfig config(Path socket) {
    requireMemory();
    place.directory.ifPresent(NodeOptions::requireDirectory);
    NodeConfig config =
        NodeConfig.of(socket, memory.bytes())
            .withPlace(place.place())
            .withLimits(new Limits(evictionPercent, createDeadlineMs))
            .withOtherUsers(allowOtherUsers)
            .withLockedMemory(lockMemory)
            .withNuma(numa);
    return objects.map(config::withObjects).orElse(config);
  }

  private void requireMemory() {
    if (memory.bytes() < 1 || memory.bytes() > MOST_MEMORY_BYTES) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--memory must be more than nothing and at most %s, found %s"
              .formatted(ByteSize.format(MOST_MEMORY_BYTES), memory));
    }
  }

  private static void requireDirectory(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "--dir " + directory + " is not a directory: create it, or choose another one");
    }
  }
}
