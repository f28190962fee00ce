// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import io.tokamak.memory.libc.MappingCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How much memory this process can still get.
 *
 * <p>A memory file system often promises more than the machine has, and the kernel answers by
 * killing a process. So the machine and the control group (version 2) are asked as well.
 */
public final class SystemMemory {

  private final Path proc;
  private final Path controlGroups;

  SystemMemory(Path proc, Path controlGroups) {
    this.proc = proc;
    this.controlGroups = controlGroups;
  }

  /** The memory of the machine this process runs on. */
  public static SystemMemory ofThisMachine() {
    return new SystemMemory(Path.of("/proc"), Path.of("/sys/fs/cgroup"));
  }

  /** Length of a page in bytes. */
  public static long pageLengthBytes() {
    return MappingCalls.pageLengthBytes();
  }

  /**
   * Bytes that can still be taken without pushing anything out but caches; {@code Long.MAX_VALUE}
   * where the kernel tells nothing. A snapshot.
   */
  public long availableBytes() {
    return Math.min(machineBytes(), controlGroupBytes());
  }

  private long machineBytes() {
    List<String> lines = lines(proc.resolve("meminfo"));
    OptionalLong available = value(lines, "MemAvailable:");
    long swap = value(lines, "SwapFree:").orElse(0);
    return available.isEmpty() ? Long.MAX_VALUE : (available.getAsLong() + swap) * 1024;
  }

  /** The tightest of the group this process is in and all groups above it. */
  private long controlGroupBytes() {
    long least = Long.MAX_VALUE;
    @Nullable Path group = ownGroup();
    while (group != null && group.startsWith(controlGroups)) {
      least = Math.min(least, bytesLeftIn(group));
      group = group.getParent();
    }
    return least;
  }

  private Path ownGroup() {
    Optional<String> path =
        lines(proc.resolve("self/cgroup")).stream()
            .filter(line -> line.startsWith("0::/"))
            .map(line -> line.substring("0::/".length()))
            .findFirst();
    return controlGroups.resolve(path.orElse("")).normalize();
  }

  private static long bytesLeftIn(Path group) {
    OptionalLong limit = number(group.resolve("memory.max"));
    OptionalLong current = number(group.resolve("memory.current"));
    if (limit.isEmpty() || current.isEmpty()) {
      return Long.MAX_VALUE;
    }
    List<String> details = lines(group.resolve("memory.stat"));
    long caches =
        value(details, "inactive_file").orElse(0) + value(details, "active_file").orElse(0);
    return Math.max(0, limit.getAsLong() - Math.max(0, current.getAsLong() - caches));
  }

  private static OptionalLong number(Path file) {
    return lines(file).stream()
        .filter(line -> !line.isEmpty() && line.chars().allMatch(Character::isDigit))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static OptionalLong value(List<String> lines, String key) {
    return lines.stream()
        .map(line -> line.trim().split("\\s+", -1))
        .filter(fields -> fields.length > 1 && fields[0].equals(key))
        .mapToLong(fields -> Long.parseLong(fields[1]))
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (IOException absent) {
      return List.of();
    }
  }
}
