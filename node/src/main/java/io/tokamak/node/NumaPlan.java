// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where to bind a process to.
 *
 * @param numaNode by its number
 * @param processors those of it that the process may use
 * @param why in words, for the log
 */
record NumaPlan(int numaNode, BitSet processors, String why) {
  /**
   * Decides; empty to leave things as they are.
   *
   * @param allowed the processors that this process may use
   * @param devices that the node is going to use, the first ones more than others
   * @throws IllegalArgumentException when a node was asked for that is not there, or not for us
   */
  static Optional<NumaPlan> of(
      NumaChoice choice, NumaTopology topology, BitSet allowed, List<RdmaDevice> devices) {
    return switch (choice) {
      case NumaChoice.Off() -> Optional.empty();
      case NumaChoice.On(int number) -> Optional.of(asked(number, topology, allowed));
      case NumaChoice.Auto() ->
          topology.isDivided() ? near(devices, topology, allowed) : Optional.empty();
    };
  }

  private static NumaPlan asked(int number, NumaTopology topology, BitSet allowed) {
    return at(number, "as asked", topology, allowed)
        .orElseThrow(() ->
            new IllegalArgumentException(
                "asked for NUMA node %d, and this process may use the processors %s; the machine"
                        .formatted(number, NumaTopology.text(allowed))
                    + " has the nodes "
                    + topology.processors().keySet()
                    + ": choose --numa among them, or auto"));
  }

  private static Optional<NumaPlan> near(
      List<RdmaDevice> devices, NumaTopology topology, BitSet allowed) {
    return devices.stream()
        .filter(device -> device.numaNode().isPresent())
        .findFirst()
        .flatMap(device ->
            at(
                device.numaNode().getAsInt(),
                "as " + device.name() + ", which it uses, is there",
                topology,
                allowed));
  }

  private static Optional<NumaPlan> at(
      int number, String why, NumaTopology topology, BitSet allowed) {
    BitSet processors = new BitSet();
    processors.or(Objects.requireNonNullElseGet(topology.processors().get(number), BitSet::new));
    processors.and(allowed);
    return processors.isEmpty()
        ? Optional.empty()
        : Optional.of(new NumaPlan(number, processors, why));
  }
}
