// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the kernel lets this process have, as /proc tells; {@code Long.MAX_VALUE} for no limit, or
 * one that nobody knows. Thread-safe.
 */
public final class ProcessLimits {
  /**
   * Descriptors kept back: without any, Java cannot load a class or open a log, and everything
   * fails in strange ways.
   */
  private static final int KEPT_BACK = 32;

  private static final int FEWEST_CONNECTIONS = 4;
  private static final int CAP_IPC_LOCK = 14;
  private static final Path SELF = Path.of("/proc/self");

  private ProcessLimits() {}

  /** Connections that can be open at once besides the descriptors that are in use now. */
  public static long mostConnections() {
    try (Stream<Path> open = Files.list(SELF.resolve("fd"))) {
      long limit = softLimit(Files.readAllLines(SELF.resolve("limits")), "Max open files");
      return Math.max(FEWEST_CONNECTIONS, limit - open.count() - KEPT_BACK);
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  /** Bytes of memory that can be locked (mlock). */
  public static long mostLockedBytes() {
    try {
      boolean privileged = hasCapability(Files.readAllLines(SELF.resolve("status")), CAP_IPC_LOCK);
      return privileged
          ? Long.MAX_VALUE
          : softLimit(Files.readAllLines(SELF.resolve("limits")), "Max locked memory");
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  /** The soft limit of this name in the lines of /proc/self/limits. */
  static long softLimit(List<String> limits, String name) {
    return limits.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).trim().split("\\s+")[0])
        .filter(value -> value.chars().allMatch(Character::isDigit))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }

  /** Whether the lines of /proc/self/status show a capability as effective. */
  static boolean hasCapability(List<String> status, int number) {
    return status.stream()
        .filter(line -> line.startsWith("CapEff:"))
        .map(line -> line.substring("CapEff:".length()).trim())
        .mapToLong(mask -> Long.parseUnsignedLong(mask, 16))
        .anyMatch(mask -> (mask >>> number & 1) == 1);
  }
}
