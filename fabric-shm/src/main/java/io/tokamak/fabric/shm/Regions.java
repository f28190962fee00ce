// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The registered memory of one node, as its table says it. For one thread. */
final class Regions {
  private final long epoch;
  private final RegionSlots slots;
  private final SharedFiles files;
  private final Writers writers;
  private final List<@Nullable ShmRegion> byNumber = new ArrayList<>();
  private final List<Integer> generations = new ArrayList<>();
  private final Deque<Integer> free = new ArrayDeque<>();

  Regions(long epoch, RegionSlots slots, SharedFiles files, Writers writers) {
    this.epoch = epoch;
    this.slots = slots;
    this.files = files;
    this.writers = writers;
  }

  long epoch() {
    return epoch;
  }

  ShmRegion register(MemorySegment memory, MemoryRegion.Access access) {
    if (!memory.isNative()) {
      throw new IllegalArgumentException(
          "memory on the Java heap cannot be registered: allocate it from an Arena");
    }
    SharedFile file = files.find(memory);
    if (file == null && access != MemoryRegion.Access.LOCAL) {
      throw new IllegalArgumentException(
          "peers cannot map this memory, which lies in no file that ShmFabric.share was told of:"
              + " share the file first, or register it as LOCAL");
    }
    int number = number();
    int generation = generations.get(number) + 1;
    ShmRegion region = new ShmRegion(this, number, generation, memory, access, file);
    generations.set(number, generation);
    byNumber.set(number, region);
    open(region, file);
    return region;
  }

  private void open(ShmRegion region, @Nullable SharedFile file) {
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

  private int number() {
    Integer used = free.poll();
    if (used != null) {
      return used;
    }
    if (byNumber.size() == TableLayout.REGIONS) {
      throw new IllegalStateException(
          "%d regions are registered: register larger ones, or close some"
              .formatted(byNumber.size()));
    }
    byNumber.add(null);
    generations.add(0);
    return byNumber.size() - 1;
  }

  void closed(ShmRegion region) {
    slots.close(region.number(), region.generation());
    byNumber.set(region.number(), null);
    free.add(region.number());
    SharedFile file = region.file();
    if (file != null) {
      file.released();
    }
    if (region.access() == MemoryRegion.Access.WRITE) {
      writers.await(RegionSlots.ticket(region.number(), region.generation()));
    }
  }

  /** Closes all; what is wrong with one is told when all are closed. */
  void closeAll() {
    IllegalStateException first = null;
    for (int number = 0; number < byNumber.size(); number++) {
      ShmRegion region = byNumber.get(number);
      try {
        if (region != null) {
          region.close();
        }
      } catch (IllegalStateException standsStill) {
        first = standsStill;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
