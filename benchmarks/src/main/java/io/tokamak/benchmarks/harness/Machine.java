// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** One line that says where figures come from. */
public final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final long GIB = 1L << 30;

  private Machine() {}

  /** Processor, memory, kernel, JDK, date and load. */
  public static String line() {
    return "cpu %s; cores %d; memory %d GiB; kernel %s; jdk %s %s; date %s; load %s"
        .formatted(
            processor(),
            Runtime.getRuntime().availableProcessors(),
            (memoryKib("MemTotal") << 10) / GIB,
            System.getProperty("os.version"),
            System.getProperty("java.vendor"),
            Runtime.version(),
            OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS),
            load());
  }

  private static String processor() {
    return lines(CPU).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  /** The load averages of 1, 5 and 15 minutes. */
  public static String load() {
    List<String> lines = lines(LOAD);
    return lines.isEmpty()
        ? "unknown"
        : lines.getFirst().replaceAll("^((\\S+ ){3}).*", "$1").strip();
  }

  /** A line of /proc/meminfo in KiB; 0 when there is none. */
  public static long memoryKib(String name) {
    return lines(Path.of("/proc/meminfo")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(0);
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
