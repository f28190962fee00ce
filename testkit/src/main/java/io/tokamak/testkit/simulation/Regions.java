// SPDX-License-Identifier: Apache-2.0
package io.tokamak.testkit.simulation;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The regions of one life of a node, by number. With checks, a pointer is resolved to its region or
 * refused; without, to whatever has its number now, or had it last.
 */
final class Regions {
  private final World world;
  private final boolean checked;
  private final List<Slot> slots = new ArrayList<>();

  private static final class Slot {
    final int number;
    int generation;
    @Nullable SimulatedRegion region;
    MemorySegment lastMemory = MemorySegment.NULL;

    Slot(int number) {
      this.number = number;
    }
  }

  /** Where a pointer leads: memory, or why not. Neither: nowhere, and nobody notices. */
  record Place(OperationStatus status, @Nullable MemorySegment memory) {}

  Regions(World world, boolean checked) {
    this.world = world;
    this.checked = checked;
  }

  SimulatedRegion register(SimulatedFabric fabric, MemorySegment memory, Access access) {
    Slot slot = free();
    slot.generation++;
    slot.lastMemory = memory;
    SimulatedRegion region =
        new SimulatedRegion(fabric, memory, access, slot.number, slot.generation);
    slot.region = region;
    return region;
  }

  void remove(SimulatedRegion region) {
    slots.get(region.number()).region = null;
  }

  boolean isChecked() {
    return checked;
  }

  Place resolve(RemotePointer pointer, Access needed) {
    if (pointer.region() < 0 || pointer.region() >= slots.size()) {
      return new Place(checked ? OperationStatus.STALE_POINTER : OperationStatus.DONE, null);
    }
    Slot slot = slots.get(pointer.region());
    return checked ? check(slot, pointer, needed) : blindly(slot, pointer);
  }

  private static Place check(Slot slot, RemotePointer pointer, Access needed) {
    SimulatedRegion region = slot.region;
    if (region == null || slot.generation != pointer.generation()) {
      return new Place(OperationStatus.STALE_POINTER, null);
    }
    if (region.access().compareTo(needed) < 0) {
      return new Place(OperationStatus.DENIED, null);
    }
    MemorySegment part = part(region.memory(), pointer);
    return new Place(part == null ? OperationStatus.OUT_OF_BOUNDS : OperationStatus.DONE, part);
  }

  private static Place blindly(Slot slot, RemotePointer pointer) {
    return new Place(OperationStatus.DONE, part(slot.lastMemory, pointer));
  }

  private static @Nullable MemorySegment part(MemorySegment memory, RemotePointer pointer) {
    boolean inside = pointer.length() <= memory.byteSize() - pointer.offset();
    return inside && memory.scope().isAlive()
        ? memory.asSlice(pointer.offset(), pointer.length())
        : null;
  }

  private Slot free() {
    if (world.has(FaultKind.REUSE)) {
      for (Slot slot : slots) {
        if (slot.region == null && world.random().nextInt(4) > 0) {
          return slot;
        }
      }
    }
    Slot slot = new Slot(slots.size());
    slots.add(slot);
    return slot;
  }
}
