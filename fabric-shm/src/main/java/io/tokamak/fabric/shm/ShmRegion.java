// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion;
import io.tokamak.fabric.RemotePointer;
import io.tokamak.fabric.part.Registration;
import java.lang.foreign.MemorySegment;
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
  private final Registration registration;
  private final @Nullable SharedFile file;
  private final Prefault prefault;

  ShmRegion(Regions regions, Registration registration, @Nullable SharedFile file) {
    this.regions = regions;
    this.registration = registration;
    this.file = file;
    prefault = new Prefault(registration.memory(), true);
  }

  /** The file it lies in; null for memory that no peer can map. */
  @Nullable SharedFile file() {
    return file;
  }

  /** What peers may do with it. */
  Registration registration() {
    return registration;
  }

  boolean isOpen() {
    return registration.isOpen();
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
    return registration.memory();
  }

  @Override
  public Access access() {
    return registration.access();
  }

  @Override
  public RemotePointer pointer(long offset, long length) {
    return registration.pointer(offset, length);
  }

  @Override
  public void close() {
    if (registration.close()) {
      regions.closed(this);
    }
  }
}
