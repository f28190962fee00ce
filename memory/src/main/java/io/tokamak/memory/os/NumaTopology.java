// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The NUMA nodes of a machine: groups of processors, each with memory and devices near to it.
 *
 * @param processors the processors of each node, by its number; empty where the kernel tells
 *     nothing
 */
public record NumaTopology(Map<Integer, BitSet> processors) {
  private static final String NODES = "sys/devices/system/node";
  private static final int PREFIX = "node".length();

  /** Keeps the nodes in the order of their numbers. */
  public NumaTopology {
    processors = Collections.unmodifiableMap(new TreeMap<>(processors));
  }

  /**
   * Reads what the kernel shows.
   *
   * @param root of the file system, {@code /} but for tests
   */
  public static NumaTopology read(Path root) {
    Map<Integer, BitSet> found = new TreeMap<>();
    try (DirectoryStream<Path> nodes =
        Files.newDirectoryStream(root.resolve(NODES), "node[0-9]*")) {
      for (Path node : nodes) {
        int number = Integer.parseInt(node.getFileName().toString().substring(PREFIX));
        found.put(number, numbers(Files.readString(node.resolve("cpulist"))));
      }
      return new NumaTopology(found);
    } catch (IOException hidden) {
      return new NumaTopology(Map.of());
    }
  }

  /** Whether it matters where things are. */
  public boolean isDivided() {
    return processors.size() > 1;
  }

  /** The node that all these processors belong to; empty when they belong to several, or none. */
  public OptionalInt nodeOf(BitSet some) {
    return processors.entrySet().stream()
        .filter(node -> !some.isEmpty() && contains(node.getValue(), some))
        .mapToInt(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean contains(BitSet all, BitSet some) {
    BitSet others = (BitSet) some.clone();
    others.andNot(all);
    return others.isEmpty();
  }

  /**
   * Reads numbers as the kernel writes them, such as {@code 0-3,8}.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static BitSet numbers(String text) {
    BitSet numbers = new BitSet();
    for (String range : text.strip().split(",", -1)) {
      if (!range.isEmpty()) {
        String[] ends = range.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        numbers.set(Integer.parseInt(ends[0]), last + 1);
      }
    }
    return numbers;
  }

  /** The other way. */
  public static String text(BitSet numbers) {
    StringBuilder text = new StringBuilder();
    int from = numbers.nextSetBit(0);
    while (from >= 0) {
      int last = numbers.nextClearBit(from) - 1;
      text.append(text.isEmpty() ? "" : ",").append(from).append(last > from ? "-" + last : "");
      from = numbers.nextSetBit(last + 1);
    }
    return text.toString();
  }
}
