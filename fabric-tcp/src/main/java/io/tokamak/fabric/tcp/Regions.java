// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.part.RegionTable;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The registered memory of one node: numbers, used again with another generation. */
final class Regions {
  private final RegionTable<TcpRegion> table;
  private final Consumer<TcpRegion> onClose;

  Regions(long epoch, Consumer<TcpRegion> onClose) {
    table = new RegionTable<>(epoch, Integer.MAX_VALUE);
    this.onClose = onClose;
  }

  TcpRegion register(MemorySegment memory, MemoryRegion.Access access) {
    return table.register(memory, access, registration -> new TcpRegion(this, registration));
  }

  /** The region that a pointer means, null if it is stale. */
  @Nullable TcpRegion find(int number, int generation) {
    return table.find(number, generation);
  }

  void closed(TcpRegion region) {
    table.remove(region.registration());
    onClose.accept(region);
  }

  void closeAll() {
    table.all().forEach(TcpRegion::close);
  }
}
