// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Memory that a simulated fabric reaches. Closed while own operations use it, it fails the run. */
final class SimulatedRegion implements MemoryRegion {
  private final SimulatedFabric fabric;
  private final MemorySegment memory;
  private final Access access;
  private final int number;
  private final int generation;
  private int ownOperations;
  private boolean closed;

  SimulatedRegion(
      SimulatedFabric fabric, MemorySegment memory, Access access, int number, int generation) {
    this.fabric = fabric;
    this.memory = memory;
    this.access = access;
    this.number = number;
    this.generation = generation;
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public Access access() {
    return access;
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, memory.byteSize());
    return new RemotePointer(fabric.self().epoch(), number, generation, offset, length);
  }

  @Override
  public void close() {
    if (ownOperations > 0) {
      throw new IllegalStateException(
          "%s closes a region while %d of its own operations use it"
              .formatted(fabric.node(), ownOperations));
    }
    if (!closed) {
      closed = true;
      fabric.closed(this);
    }
  }

  int number() {
    return number;
  }

  /** An own operation begins to use a part of it. */
  MemorySegment begin(SimulatedFabric user, long offset, long length) {
    if (closed || user != fabric) {
      throw new IllegalArgumentException(
          closed ? "the region is closed" : "the region is of another fabric");
    }
    MemorySegment part = memory.asSlice(offset, length);
    ownOperations++;
    return part;
  }

  void end() {
    ownOperations--;
  }
}
