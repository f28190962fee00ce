// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How many connections this process can hold before it runs out of descriptors. Some are kept back:
 * without any, Java cannot load a class or open a log, and everything fails in strange ways.
 */
final class DescriptorLimit {
  private static final int KEPT_BACK = 32;
  private static final int FEWEST = 4;
  private static final String LIMIT_LINE = "Max open files";

  private DescriptorLimit() {}

  /** Connections that can be open at once, as far as the kernel tells. */
  static long mostConnections() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      long limit = softLimit(Files.readAllLines(Path.of("/proc/self/limits")));
      return Math.max(FEWEST, limit - open.count() - KEPT_BACK);
    } catch (IOException unknown) {
      return Long.MAX_VALUE;
    }
  }

  /** The first number of the line, in /proc/self/limits, on open files. */
  static long softLimit(List<String> limits) {
    return limits.stream()
        .filter(line -> line.startsWith(LIMIT_LINE))
        .map(line -> line.substring(LIMIT_LINE.length()).trim().split("\\s+")[0])
        .filter(value -> value.chars().allMatch(Character::isDigit))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
