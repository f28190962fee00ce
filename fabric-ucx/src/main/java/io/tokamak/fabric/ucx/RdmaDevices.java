// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Network cards that do RDMA, as the kernel shows them.
 *
 * @param usable ports that are up and may be used, such as {@code mlx5_0:1}
 * @param reason why there is none, in one line with what to do; empty if there is one
 */
record RdmaDevices(List<String> usable, String reason) {
  private static final String UP = "ACTIVE";

  static RdmaDevices ofThisMachine() {
    return find(Path.of("/sys/class"), Path.of("/dev/infiniband"));
  }

  static RdmaDevices find(Path classes, Path nodes) {
    List<Path> devices = children(classes.resolve("infiniband"));
    if (devices.isEmpty()) {
      return none("no RDMA device on this machine");
    }
    List<String> forbidden = forbidden(classes.resolve("infiniband_verbs"), nodes);
    if (!forbidden.isEmpty()) {
      return none(
          "%s may not be opened by this user: chmod a+rw it, or add the user to its group"
              .formatted(forbidden.getFirst()));
    }
    List<String> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    for (Path device : devices) {
      for (Path port : children(device.resolve("ports"))) {
        String name = device.getFileName() + ":" + port.getFileName();
        (text(port.resolve("state")).contains(UP) ? up : down).add(name);
      }
    }
    return up.isEmpty()
        ? none("no port of an RDMA device is up: " + String.join(", ", down) + " (ip link set up?)")
        : new RdmaDevices(List.copyOf(up), "");
  }

  private static RdmaDevices none(String reason) {
    return new RdmaDevices(List.of(), reason);
  }

  private static List<String> forbidden(Path verbs, Path nodes) {
    return children(verbs).stream()
        .map(verb -> nodes.resolve(verb.getFileName()))
        .filter(node -> verbDevice(node) && !(Files.isReadable(node) && Files.isWritable(node)))
        .map(Path::toString)
        .toList();
  }

  /** Beside devices the kernel has a file with its version there. */
  private static boolean verbDevice(Path node) {
    return node.getFileName().toString().startsWith("uverbs");
  }

  private static List<Path> children(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    } catch (IOException absent) {
      return List.of();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      return "";
    }
  }
}
