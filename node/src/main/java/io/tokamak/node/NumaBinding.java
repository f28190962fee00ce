// SPDX-License-Identifier: Apache-2.0

package io.tokamak.node;

import io.tokamak.memory.SystemCallException;
import io.tokamak.memory.os.CpuAffinity;
import io.tokamak.memory.os.MemoryPolicy;
import io.tokamak.memory.os.NumaTopology;
import io.tokamak.memory.os.RdmaDevice;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/**
 * Brings this process to a NUMA node, before it has any memory for objects: all threads there are
 * get the node's processors, and the calling thread prefers the node's memory. Threads that start
 * later inherit both, the one that reserves the memory for objects among them; so the memory lies
 * there for whoever maps it.
 *
 * <p>What was set is read back. A kernel that refuses costs speed, and a line in the log.
 */
final class NumaBinding {
  private static final Logger LOGGER = System.getLogger(NumaBinding.class.getName());
  private static final Path ROOT = Path.of("/");

  private NumaBinding() {}

  /**
   * Binds, if there is something to choose. Devices are looked for only where that matters.
   *
   * @throws IllegalArgumentException when a node was asked for that is not there, or not for us
   */
  static void apply(NodeConfig config) {
    NumaTopology topology = NumaTopology.read(ROOT);
    boolean chooses = config.numa() instanceof NumaChoice.Auto && topology.isDivided();
    List<RdmaDevice> devices = chooses ? UsedDevices.here(config) : List.of();
    NumaPlan.of(config.numa(), topology, CpuAffinity.get(), devices).ifPresent(NumaBinding::bind);
  }

  private static void bind(NumaPlan plan) {
    try {
      int threads = CpuAffinity.setForAllThreads(plan.processors());
      String obstacle = prefer(plan.numaNode());
      LOGGER.log(
          obstacle.isEmpty() ? Level.INFO : Level.WARNING,
          "NUMA node {0}, {1}: {2} threads are bound to the processors {3}; memory: {4}",
          plan.numaNode(),
          plan.why(),
          threads,
          NumaTopology.text(plan.processors()),
          obstacle.isEmpty() ? "from that node while it has some" : obstacle);
    } catch (SystemCallException e) {
      LOGGER.log(Level.WARNING, "not bound to NUMA node {0}: {1}", plan.numaNode(), e.getMessage());
    }
  }

  /** Why memory is taken from anywhere, in words; empty if it is preferred as it should be. */
  private static String prefer(int numaNode) {
    BitSet wanted = new BitSet();
    wanted.set(numaNode);
    try {
      MemoryPolicy.prefer(numaNode);
      MemoryPolicy found = MemoryPolicy.get();
      return found.equals(new MemoryPolicy(MemoryPolicy.Mode.PREFERRED, wanted))
          ? ""
          : "as the kernel likes, it has made " + found + " of it";
    } catch (SystemCallException e) {
      return "as the kernel likes: " + e.getMessage();
    }
  }
}
