// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.memory.os.RdmaDevice;
import io.tokamak.memory.os.RdmaPort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Network cards that do RDMA, as the kernel shows them.
 *
 * @param usable ports that are up and may be used, such as {@code mlx5_0:1}
 * @param reason why there is none, in one line with what to do; empty if there is one
 */
record RdmaDevices(List<String> usable, String reason) {
  static RdmaDevices ofThisMachine() {
    return find(Path.of("/"));
  }

  /** Looks below {@code root}, which is {@code /} but for tests. */
  static RdmaDevices find(Path root) {
    List<RdmaDevice> devices = RdmaDevice.all(root);
    if (devices.isEmpty()) {
      return none("no RDMA device on this machine");
    }
    Optional<Path> forbidden =
        devices.stream()
            .flatMap(device -> device.verbs().stream())
            .filter(RdmaDevices::isForbidden)
            .findFirst();
    if (forbidden.isPresent()) {
      return none(
          "%s may not be opened by this user: chmod a+rw it, or add the user to its group"
              .formatted(forbidden.get()));
    }
    List<String> up = new ArrayList<>();
    List<String> down = new ArrayList<>();
    for (RdmaDevice device : devices) {
      for (RdmaPort port : device.ports()) {
        (port.isActive() ? up : down).add(device.name() + ":" + port.number());
      }
    }
    return up.isEmpty()
        ? none("no port of an RDMA device is up: " + String.join(", ", down) + " (ip link set up?)")
        : new RdmaDevices(List.copyOf(up), "");
  }

  private static boolean isForbidden(Path verbs) {
    return !(Files.isReadable(verbs) && Files.isWritable(verbs));
  }

  private static RdmaDevices none(String reason) {
    return new RdmaDevices(List.of(), reason);
  }
}
