// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.memory.os.RdmaDevice;
import io.tokamak.memory.os.RdmaPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Network cards that do RDMA, as the kernel shows them. Each is judged for itself: one that this
 * process may not use says nothing about the others.
 *
 * @param usable ports that are up and may be used, such as {@code mlx5_0:1}
 * @param reason why there is none, in one line with what to do; empty if there is one
 */
record RdmaDevices(List<String> usable, String reason) {
  static RdmaDevices ofThisMachine() {
    return find(Path.of("/"), file -> Files.isReadable(file) && Files.isWritable(file));
  }

  /**
   * Looks below {@code root}, which is {@code /} but for tests.
   *
   * @param mayOpen whether this user may read and write a file
   */
  static RdmaDevices find(Path root, Predicate<Path> mayOpen) {
    List<RdmaDevice> devices = RdmaDevice.all(root);
    if (devices.isEmpty()) {
      return new RdmaDevices(List.of(), "no RDMA device on this machine");
    }
    List<String> usable = new ArrayList<>();
    List<String> down = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (RdmaDevice device : devices) {
      String obstacle = obstacle(device, mayOpen);
      if (obstacle.isEmpty()) {
        device.ports().forEach(port -> (port.isActive() ? usable : down).add(name(device, port)));
      } else {
        reasons.add(obstacle);
      }
    }
    if (!down.isEmpty()) {
      reasons.add(
          "no port of an RDMA device is up: " + String.join(", ", down) + " (ip link set up?)");
    }
    return new RdmaDevices(List.copyOf(usable), usable.isEmpty() ? String.join("; ", reasons) : "");
  }

  private static String name(RdmaDevice device, RdmaPort port) {
    return device.name() + ":" + port.number();
  }

  /** What keeps this process from a device, whatever its ports are; empty if nothing does. */
  private static String obstacle(RdmaDevice device, Predicate<Path> mayOpen) {
    if (device.verbs().isEmpty()) {
      return "the kernel offers no verbs for " + device.name() + ": modprobe ib_uverbs";
    }
    Path verbs = device.verbs().get();
    if (!Files.exists(verbs)) {
      return "%s of %s is not here: in a container, docker run --device=/dev/infiniband"
          .formatted(verbs, device.name());
    }
    return mayOpen.test(verbs)
        ? ""
        : "%s may not be opened by this user: chmod a+rw it, or add the user to its group"
            .formatted(verbs);
  }
}
