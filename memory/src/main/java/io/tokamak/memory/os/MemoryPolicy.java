// SPDX-License-Identifier: Apache-2.0
package io.tokamak.memory.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.tokamak.memory.libc.Errno;
import io.tokamak.memory.libc.NumaCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * From which NUMA node a thread takes memory, as the kernel has it.
 *
 * @param mode how strict it is
 * @param nodes the nodes it names
 */
public record MemoryPolicy(Mode mode, BitSet nodes) {
  private static final int MASK_LENGTH = 128; // 1024 nodes, the most Linux can be built for

  /** How strict a policy is. */
  public enum Mode {
    /** From the node of the processor that the thread runs on. */
    LOCAL,
    /** From the nodes named, from others when these are full. */
    PREFERRED,
    /** Something else, set from outside, as by numactl. */
    OTHER,
    /** The kernel has no NUMA, or may not be asked, as in some containers. */
    UNKNOWN
  }

  private static final MemoryPolicy HIDDEN = new MemoryPolicy(Mode.UNKNOWN, new BitSet());

  /** The policy of the calling platform thread. */
  public static MemoryPolicy get() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mode = arena.allocate(JAVA_INT);
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      int result = NumaCalls.getPolicy(mode, mask);
      if (result == -Errno.ENOSYS || result == -Errno.EPERM) {
        return HIDDEN;
      }
      if (result < 0) {
        throw Errno.failure("get_mempolicy", -result, "");
      }
      return new MemoryPolicy(mode(mode.get(JAVA_INT, 0)), BitSet.valueOf(mask.toArray(JAVA_BYTE)));
    }
  }

  private static Mode mode(int number) {
    return switch (number) {
      case NumaCalls.MPOL_DEFAULT -> Mode.LOCAL;
      case NumaCalls.MPOL_PREFERRED -> Mode.PREFERRED;
      default -> Mode.OTHER;
    };
  }

  /**
   * Makes the calling platform thread, and those it starts from now on, take memory from a node
   * while that has some. Not stricter: a thread that may take memory from one node only is killed
   * when that node is full, though the machine is not.
   *
   * @throws io.tokamak.memory.SystemCallException when there is no such node
   */
  public static void prefer(int node) {
    BitSet nodes = new BitSet();
    nodes.set(node);
    set(NumaCalls.MPOL_PREFERRED, nodes);
  }

  /** Takes {@link #prefer} back. */
  public static void preferNothing() {
    set(NumaCalls.MPOL_DEFAULT, new BitSet());
  }

  private static void set(int mode, BitSet nodes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment mask = arena.allocate(MASK_LENGTH, 8);
      mask.copyFrom(MemorySegment.ofArray(nodes.toByteArray()));
      int result = NumaCalls.setPolicy(mode, mask);
      if (result < 0) {
        throw Errno.failure("set_mempolicy", -result, "NUMA nodes " + nodes);
      }
    }
  }
}
