// SPDX-License-Identifier: Apache-2.0
package io.tokamak.transfer.link;

import io.tokamak.fabric.Fabric;
import io.tokamak.fabric.MemoryRegion;
import io.tokamak.transfer.record.Counter;
import io.tokamak.transfer.record.Counters;
import java.lang.foreign.MemorySegment;

/** Registers parts of the data area, and counts. */
final class PlaceRegistry {
  private static final long LEAST = 8;

  private final Fabric fabric;
  private final MemorySegment data;
  private final Counters counters;

  PlaceRegistry(Fabric fabric, MemorySegment data, Counters counters) {
    this.fabric = fabric;
    this.data = data;
    this.counters = counters;
  }

  /** Registers a place; an empty one with something around it. */
  Hold register(long offset, long length) {
    long end = Math.min(data.byteSize(), offset + Math.max(length, LEAST));
    counters.add(Counter.REGISTRATIONS);
    counters.add(Counter.REGIONS);
    MemorySegment place = data.asSlice(offset, end - offset);
    return new Hold(fabric.register(place, MemoryRegion.Access.READ), offset, 1);
  }

  void end(Hold hold) {
    counters.remove(Counter.REGIONS);
    hold.region().close();
  }
}
