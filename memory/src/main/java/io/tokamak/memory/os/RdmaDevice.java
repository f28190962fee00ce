// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A device that speaks RDMA, as the kernel shows it.
 *
 * @param name such as {@code mlx5_0}
 * @param numaNode the NUMA node it is near to; empty when that makes no difference
 * @param verbs the file through which programs use it; empty when the kernel offers none
 * @param ports its ports, by number
 */
public record RdmaDevice(
    String name, OptionalInt numaNode, Optional<Path> verbs, List<RdmaPort> ports) {
  private static final String DEVICES = "sys/class/infiniband";
  private static final String VERBS = "sys/class/infiniband_verbs";
  private static final String VERBS_FILES = "dev/infiniband";
  private static final String UNSET = "0000:0000:0000:0000:0000:0000:0000:0000";

  /** Keeps the ports as they are. */
  public RdmaDevice {
    ports = List.copyOf(ports);
  }

  /**
   * All devices, by name.
   *
   * @param root of the file system, {@code /} but for tests
   */
  public static List<RdmaDevice> all(Path root) {
    return children(root.resolve(DEVICES)).stream().map(device -> read(root, device)).toList();
  }

  /** Whether a port can be used. */
  public boolean isActive() {
    return ports.stream().anyMatch(RdmaPort::isActive);
  }

  private static RdmaDevice read(Path root, Path device) {
    String name = device.getFileName().toString();
    List<RdmaPort> ports =
        children(device.resolve("ports")).stream()
            .map(RdmaDevice::port)
            .sorted(Comparator.comparingInt(RdmaPort::number))
            .toList();
    return new RdmaDevice(
        name, numaNode(text(device.resolve("device/numa_node"))), verbs(root, name), ports);
  }

  /** The kernel writes -1 where it does not know. */
  private static OptionalInt numaNode(String text) {
    return text.matches("\\d{1,4}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private static Optional<Path> verbs(Path root, String device) {
    return children(root.resolve(VERBS)).stream()
        .filter(verbs -> text(verbs.resolve("ibdev")).equals(device))
        .map(verbs -> root.resolve(VERBS_FILES).resolve(verbs.getFileName().toString()))
        .findFirst();
  }

  private static RdmaPort port(Path port) {
    return new RdmaPort(
        Integer.parseInt(port.getFileName().toString()),
        afterColon(text(port.resolve("state"))),
        text(port.resolve("link_layer")),
        text(port.resolve("rate")),
        gids(port));
  }

  /** {@code 4: ACTIVE}. */
  private static String afterColon(String text) {
    return text.substring(text.indexOf(':') + 1).strip();
  }

  private static List<RdmaPort.Gid> gids(Path port) {
    List<RdmaPort.Gid> gids = new ArrayList<>();
    for (Path file : children(port.resolve("gids"))) {
      String address = text(file);
      if (!address.isEmpty() && !address.equals(UNSET)) {
        String index = file.getFileName().toString();
        Path attributes = port.resolve("gid_attrs");
        gids.add(
            new RdmaPort.Gid(
                Integer.parseInt(index),
                address,
                text(attributes.resolve("types").resolve(index)),
                text(attributes.resolve("ndevs").resolve(index))));
      }
    }
    gids.sort(Comparator.comparingInt(RdmaPort.Gid::index));
    return gids;
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (IOException absent) {
      return List.of();
    }
  }

  /** The kernel answers some files with an error, as for addresses that are not set. */
  private static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException unreadable) {
      return "";
    }
  }
}
