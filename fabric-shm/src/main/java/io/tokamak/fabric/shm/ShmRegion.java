// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Registered memory of this node. Peers do with it what they like as far as its slot in the table
 * allows, without this node's knowledge.
 *
 * <p>Closing it makes pointers stale at once: a peer looks at the slot before each piece it copies.
 * A peer that reads at that moment finds out afterwards and throws the bytes away; one that writes
 * is waited for, see {@link RegionSlots}. Nobody faults if the memory is unmapped then, since peers
 * have mappings of their own.
 */
final class ShmRegion implements MemoryRegion {
  private final Regions regions;
  private final int number;
  private final int generation;
  private final MemorySegment memory;
  private final Access access;
  private final @Nullable SharedFile file;
  private final Prefault prefault;
  private boolean open = true;

  ShmRegion(
      Regions regions,
      int number,
      int generation,
      MemorySegment memory,
      Access access,
      @Nullable SharedFile file) {
    this.regions = regions;
    this.number = number;
    this.generation = generation;
    this.memory = memory;
    this.access = access;
    this.file = file;
    prefault = new Prefault(memory, true);
  }

  /** The file it lies in; null for memory that no peer can map. */
  @Nullable SharedFile file() {
    return file;
  }

  int number() {
    return number;
  }

  int generation() {
    return generation;
  }

  boolean isOpen() {
    return open;
  }

  boolean belongsTo(Regions others) {
    return regions == others;
  }

  /** Has a range in the page table before it is written to. */
  void prefault(long offset, long length) {
    prefault.range(offset, length);
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
    return new RemotePointer(regions.epoch(), number, generation, offset, length);
  }

  @Override
  public void close() {
    if (open) {
      open = false;
      regions.closed(this);
    }
  }
}
