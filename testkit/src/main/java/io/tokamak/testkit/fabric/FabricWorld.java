// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.fabric;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.FabricAddress;
import java.lang.foreign.Arena;
import java.lang.foreign.SegmentAllocator;

/** A few nodes with one fabric each that can reach each other, for one test. */
public interface FabricWorld extends AutoCloseable {
  /** How many nodes every world has. */
  int NODES = 3;

  /** The fabric of a node, from 0 to {@link #NODES} - 1. */
  Fabric fabric(int node);

  /**
   * Where a node takes memory from that it registers, zeroed; unless its fabric wants some of a
   * special kind, this is {@code arena}.
   */
  default SegmentAllocator memory(int node, Arena arena) {
    return arena;
  }

  /** An address of the right form where nobody is. */
  FabricAddress nowhere();

  /** The time, which all nodes share. */
  long nowNs();

  /** Moves the time, and nothing else. */
  void advance(long byNs);

  /**
   * Lets the network do something, without polling. Time may go on a little, never as much as a
   * millisecond.
   */
  void step();

  @Override
  void close();
}
