// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of the kernel, below a directory. */
record FakeMachine(Path root) {
  /** Adds a file. */
  FakeMachine with(String path, String text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a NUMA node. */
  FakeMachine withNumaNode(int number, String processors) {
    return with("sys/devices/system/node/node" + number + "/cpulist", processors);
  }

  /** Adds a device with a port. */
  FakeMachine withDevice(String name, String numaNode, String state, String linkLayer) {
    String port = "sys/class/infiniband/" + name + "/ports/1/";
    return with("sys/class/infiniband/" + name + "/device/numa_node", numaNode)
        .with(port + "state", state)
        .with(port + "link_layer", linkLayer)
        .with(port + "rate", "100 Gb/sec (4X EDR)");
  }

  /** Adds an address of a device's port. */
  FakeMachine withGid(String device, int index, String address, String type) {
    String port = "sys/class/infiniband/" + device + "/ports/1/";
    return with(port + "gids/" + index, address)
        .with(port + "gid_attrs/types/" + index, type)
        .with(port + "gid_attrs/ndevs/" + index, "eth2");
  }
}
