// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.fabric.ucx.UcxFabric;
import io.tokamak.fabric.ucx.UcxSupport;
import io.tokamak.memory.os.RdmaDevice;
import io.tokamak.transfer.Registration;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The RDMA devices that a node is going to use. Most often that is none, though the machine has
 * some: many Ethernet cards could do RDMA, and nodes without UCX do not ask them to.
 *
 * @param machine all devices of this machine
 * @param support what UCX can do with them
 * @param environment of this process, which UCX reads
 * @param pinnable whether so much memory may be pinned as a node needs
 */
record UsedDevices(
    List<RdmaDevice> machine,
    UcxSupport support,
    Map<String, String> environment,
    boolean pinnable) {
  /** Those of a node on this machine, the first one to be used first. May load libucp. */
  static List<RdmaDevice> here(NodeConfig config) {
    List<RdmaDevice> machine = RdmaDevice.all(Path.of("/"));
    boolean pinsAll = config.cluster().transfers().registration() == Registration.WHOLE_STORE;
    return new UsedDevices(
            machine,
            UcxSupport.lookForCards(),
            System.getenv(),
            UcxSupport.mayPin(pinsAll ? config.memoryBytes() : 0))
        .of(config.cluster().fabrics());
  }

  /** Those of a node with these fabrics. */
  List<RdmaDevice> of(List<String> fabrics) {
    if (!fabrics.contains(UcxFabric.NAME) || !support.hasRdma() || !pinnable) {
      return List.of();
    }
    return support.way(environment).cards().stream()
        .map(port -> port.replaceFirst(":.*", ""))
        .distinct()
        .flatMap(name -> machine.stream().filter(device -> device.name().equals(name)))
        .toList();
  }
}
