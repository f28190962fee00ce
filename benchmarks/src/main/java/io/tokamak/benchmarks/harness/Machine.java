// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.harness;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where figures come from. */
public final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path LOAD = Path.of("/proc/loadavg");
  private static final Path NUMA = Path.of("/sys/devices/system/node");
  private static final String NONE = "none";
  private static final Path RDMA = Path.of("/sys/class/infiniband");
  private static final Path CONGESTION = Path.of("/proc/sys/net/ipv4/tcp_congestion_control");
  private static final Path HUGE_PAGES =
      Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");
  private static final long GIB = 1L << 30;

  private Machine() {}

  /** {@link #description} in one line. */
  public static String line() {
    return description().entrySet().stream()
        .map(field -> field.getKey() + " " + field.getValue())
        .collect(joining("; "));
  }

  /** What bears on figures: processor, memory, kernel and its settings, JDK, date and load. */
  public static Map<String, String> description() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("cpu", processor());
    fields.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    fields.put("numa nodes", Integer.toString(numaNodes()));
    fields.put("memory", (memoryKib("MemTotal") << 10) / GIB + " GiB");
    fields.put("rdma devices", rdmaDevices());
    fields.put("kernel", System.getProperty("os.version"));
    fields.put("congestion control", first(CONGESTION));
    fields.put("huge pages of shared memory", chosen(first(HUGE_PAGES)));
    fields.put("jdk", System.getProperty("java.vendor") + " " + Runtime.version());
    fields.put("date", OffsetDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + "");
    fields.put("load", load());
    return fields;
  }

  /** How many memories of their own the processors have; 1 where the kernel does not say. */
  public static int numaNodes() {
    try (Stream<Path> entries = Files.list(NUMA)) {
      long nodes =
          entries.filter(node -> node.getFileName().toString().matches("node\\d+")).count();
      return (int) Math.max(1, nodes);
    } catch (IOException e) {
      return 1;
    }
  }

  /** Whether there is a network card that can do RDMA, or software that acts as one. */
  public static boolean hasRdma() {
    return !rdmaDevices().equals(NONE);
  }

  private static String rdmaDevices() {
    try (Stream<Path> devices = Files.list(RDMA)) {
      String names =
          devices.map(device -> device.getFileName().toString()).sorted().collect(joining(", "));
      return names.isEmpty() ? NONE : names;
    } catch (IOException e) {
      return NONE;
    }
  }

  /** Of {@code always [never] advise} what is in brackets. */
  private static String chosen(String choices) {
    return choices.replaceAll(".*\\[(.*)].*", "$1");
  }

  private static String first(Path file) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? "unknown" : lines.getFirst().strip();
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
