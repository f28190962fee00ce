// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the kernel would show, in files below a directory. */
record FakeMachine(Path root) {
  Machine machine() {
    return new Machine(root);
  }

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

  /** A device with one port that programs can use. */
  FakeMachine withDevice(String name, String numaNode, String state, String linkLayer) {
    String device = "sys/class/infiniband/" + name + "/";
    return with(device + "device/numa_node", numaNode)
        .with(device + "ports/1/state", state)
        .with(device + "ports/1/link_layer", linkLayer)
        .with(device + "ports/1/rate", "100 Gb/sec (4X EDR)")
        .with("sys/class/infiniband_verbs/uverbs_" + name + "/ibdev", name)
        .with("dev/infiniband/uverbs_" + name, "");
  }

  /** An address of it. */
  FakeMachine withGid(String device, int index, String address, String type) {
    String port = "sys/class/infiniband/" + device + "/ports/1/";
    return with(port + "gids/" + index, address)
        .with(port + "gid_attrs/types/" + index, type)
        .with(port + "gid_attrs/ndevs/" + index, "eth2");
  }

  /** A device that works over InfiniBand. */
  FakeMachine withWorkingDevice() {
    return withDevice("mlx5_0", "1", "4: ACTIVE", "InfiniBand");
  }

  FakeMachine withProcessors(String allowed, String... nodes) {
    with(
        "proc/self/status",
        "Name:\tjava\nCapEff:\t0000000000000000\nCpus_allowed_list:\t" + allowed);
    for (int number = 0; number < nodes.length; number++) {
      with("sys/devices/system/node/node" + number + "/cpulist", nodes[number]);
    }
    return this;
  }
}
