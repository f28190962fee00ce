// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.part.RegionTable;
import io.tokamak.fabric.part.Registration;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The registered memory of one node, as its table says it. For one thread. */
final class Regions {
  private final RegionSlots slots;
  private final SharedFiles files;
  private final Writers writers;
  private final RegionTable<ShmRegion> table;

  Regions(long epoch, RegionSlots slots, SharedFiles files, Writers writers) {
    table = new RegionTable<>(epoch, TableLayout.REGIONS);
    this.slots = slots;
    this.files = files;
    this.writers = writers;
  }

  ShmRegion register(MemorySegment memory, MemoryRegion.Access access) {
    SharedFile file = memory.isNative() ? files.find(memory) : null;
    if (memory.isNative() && file == null && access != MemoryRegion.Access.LOCAL) {
      throw new IllegalArgumentException(
          "peers cannot map this memory, which lies in no file that ShmFabric.share was told of:"
              + " share the file first, or register it as LOCAL");
    }
    ShmRegion region =
        table.register(memory, access, registration -> new ShmRegion(this, registration, file));
    open(region.registration(), file);
    return region;
  }

  private void open(Registration region, @Nullable SharedFile file) {
    long fileNumber = 0;
    long offset = 0;
    if (file != null) {
      file.registered();
      fileNumber = file.number();
      offset = file.offsetOf(region.memory());
    }
    slots.open(
        region.number(),
        region.generation(),
        region.access(),
        fileNumber,
        offset,
        region.memory().byteSize());
  }

  void closed(ShmRegion region) {
    Registration registration = region.registration();
    slots.close(registration.number(), registration.generation());
    table.remove(registration);
    SharedFile file = region.file();
    if (file != null) {
      file.released();
    }
    if (region.access() == MemoryRegion.Access.WRITE) {
      writers.await(RegionSlots.ticket(registration.number(), registration.generation()));
    }
  }

  /** Closes all; what is wrong with one is told when all are closed. */
  void closeAll() {
    IllegalStateException first = null;
    for (ShmRegion region : table.all()) {
      try {
        region.close();
      } catch (IllegalStateException standsStill) {
        first = standsStill;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
