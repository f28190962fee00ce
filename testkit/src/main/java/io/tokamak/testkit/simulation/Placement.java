// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import java.lang.foreign.MemorySegment;

/**
 * Bytes of a write that have arrived and are not in memory yet. They get there some time, even when
 * the connection breaks meanwhile; a flush waits for them.
 */
final class Placement {
  private final Bulk write;
  private final long offset;
  private final byte[] bytes;
  private boolean placed;

  Placement(Bulk write, long offset, byte[] bytes) {
    this.write = write;
    this.offset = offset;
    this.bytes = bytes;
  }

  void begin(boolean late) {
    World world = write.operation().world();
    if (late && world.random().nextBoolean()) {
      target().add(this);
      world.after(target().network().latencyNs(), this::place);
    } else {
      place();
    }
  }

  void place() {
    if (!placed) {
      placed = true;
      target().remove(this);
      if (target().isAlive()) {
        put();
        write.placed();
      }
    }
  }

  private void put() {
    MemorySegment memory = write.place(offset, bytes.length).memory();
    if (memory != null) {
      write.trace("in memory", offset, offset + bytes.length);
      memory.copyFrom(MemorySegment.ofArray(bytes));
    }
  }

  boolean isOf(SimulatedEndpoint endpoint) {
    return write.operation().from() == endpoint;
  }

  boolean isInto(SimulatedRegion region) {
    return write.isInto(region);
  }

  private SimulatedFabric target() {
    return write.operation().target();
  }
}
