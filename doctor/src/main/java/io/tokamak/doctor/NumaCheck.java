// SPDX-License-Identifier: Apache-2.0

package io.tokamak.doctor;

import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * Whether RDMA devices are near to the processors that this process may use.
 *
 * @param machine where to look
 */
record NumaCheck(Machine machine) implements Check {
  private static final String NAME = "numa";
  private static final String STATUS = "proc/self/status";
  private static final String ALLOWED = "Cpus_allowed_list:";

  @Override
  public List<Finding> look() {
    NumaTopology topology = machine.numa();
    BitSet allowed =
        machine.value(STATUS, ALLOWED).map(NumaTopology::numbers).orElseGet(BitSet::new);
    String processors = "processors " + NumaTopology.text(allowed);
    if (!topology.isDivided()) {
      return List.of(Finding.ok(NAME, "the machine is undivided, " + processors));
    }
    List<RdmaDevice> near =
        machine.devices().stream().filter(device -> device.numaNode().isPresent()).toList();
    return near.isEmpty()
        ? List.of(
            Finding.ok(NAME, "%d nodes, %s".formatted(topology.processors().size(), processors)))
        : near.stream().map(device -> judged(device, topology, allowed)).toList();
  }

  private static Finding judged(RdmaDevice device, NumaTopology topology, BitSet allowed) {
    int node = device.numaNode().getAsInt();
    BitSet usable = (BitSet) topology.processors().getOrDefault(node, new BitSet()).clone();
    usable.and(allowed);
    OptionalInt own = topology.nodeOf(allowed);
    if (usable.isEmpty()) {
      return Finding.better(
          NAME,
          "%s is at node %d, this process at processors %s of others"
              .formatted(device.name(), node, NumaTopology.text(allowed)),
          "let it use processors of node %d (cpuset of the container, taskset, numactl)"
              .formatted(node));
    }
    return Finding.ok(
        NAME,
        own.isPresent()
            ? "this process and %s are at node %d".formatted(device.name(), node)
            : "%s is at node %d, and so are nodes that use it with --numa auto"
                .formatted(device.name(), node));
  }
}
