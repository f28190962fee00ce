// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.memory.os.NumaTopology;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Where a process runs, as the kernel tells: what its store's thread was bound to.
 *
 * @param machineNodes how many NUMA nodes the machine has; 0 where the kernel does not tell
 * @param boundTo the one whose processors it may use, if no others; empty on a machine with one
 * @param processors that it may use, such as {@code 0-15}
 * @param memory the policy by which it takes memory, such as {@code prefer:1}; empty if unknown
 */
public record NumaStatus(int machineNodes, OptionalInt boundTo, String processors, String memory) {
  private static final String STORE_THREAD = "tokamak-store";
  private static final String PROCESSORS = "Cpus_allowed_list:";

  /**
   * Reads it.
   *
   * @param root of the file system, {@code /} but for tests
   * @return empty when the process is gone
   */
  static Optional<NumaStatus> of(Path root, long pid) {
    try {
      NumaTopology topology = NumaTopology.read(root);
      Path thread = storeThread(root.resolve("proc").resolve(Long.toString(pid)));
      String processors = value(thread.resolve("status"));
      return Optional.of(
          new NumaStatus(
              topology.processors().size(),
              topology.isDivided()
                  ? topology.nodeOf(NumaTopology.numbers(processors))
                  : OptionalInt.empty(),
              processors,
              policy(thread)));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  private static Path storeThread(Path process) throws IOException {
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      return threads.filter(NumaStatus::isStore).findFirst().orElse(process);
    }
  }

  private static boolean isStore(Path thread) {
    try {
      return Files.readString(thread.resolve("comm")).strip().equals(STORE_THREAD);
    } catch (IOException gone) {
      return false;
    }
  }

  private static String value(Path status) throws IOException {
    List<String> lines = Files.readAllLines(status);
    return lines.stream()
        .filter(line -> line.startsWith(PROCESSORS))
        .map(line -> line.substring(PROCESSORS.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Of the first mapping, which has none of its own: {@code 5581… prefer:1 file=…}. */
  private static String policy(Path thread) {
    try (BufferedReader lines = Files.newBufferedReader(thread.resolve("numa_maps"))) {
      String line = lines.readLine();
      return line == null ? "" : line.split(" ", -1)[1];
    } catch (IOException | ArrayIndexOutOfBoundsException hidden) {
      return "";
    }
  }
}
