// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.MemoryRegion.Access;
import io.tokamak.fabric.OperationStatus;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a peer as far as it is registered: its table, and the files that are told of there.
 * For one thread.
 *
 * <p>These are mappings of this process. The owner may close a region, unmap it, remove the file or
 * die: what is mapped here stays, so no copy faults. It must not make a file shorter, though.
 */
final class PeerMemory {
  private final long epoch;
  private final PeerTable table;
  private final @Nullable PeerFile[] files = new PeerFile[TableLayout.FILES];
  private final RegionSlots.Found found = new RegionSlots.Found();
  private PeerFile.View view = PeerFile.View.NOTHING;
  private long offset;

  /** The memory behind a table, of that life of the peer. */
  PeerMemory(PeerTable table, long epoch) {
    this.table = table;
    this.epoch = epoch;
  }

  PeerTable table() {
    return table;
  }

  /** Maps all files there are, so that what cannot be mapped is known before it is needed. */
  void mapAll() throws IOException {
    for (int slot = 0; slot < TableLayout.FILES; slot++) {
      long number = table.fileIn(slot);
      if (number != 0) {
        file(number);
      }
    }
  }

  /**
   * Where the next bytes of an operation's target are: then {@link #memory} and {@link #offset} say
   * it.
   *
   * @throws IOException when the peer has shared a file that cannot be mapped
   */
  OperationStatus find(Operation operation) throws IOException {
    Access needed = operation.kind == Operation.Kind.READ ? Access.READ : Access.WRITE;
    OperationStatus status = check(operation, needed);
    return status == OperationStatus.DONE ? locate(operation, needed) : status;
  }

  private OperationStatus check(Operation operation, Access needed) {
    if (operation.targetEpoch != epoch
        || !table.regions().find(operation.targetRegion, operation.targetGeneration, found)) {
      return OperationStatus.STALE_POINTER;
    }
    if (found.length < 0 || operation.targetOffset > found.length - operation.length) {
      return OperationStatus.OUT_OF_BOUNDS;
    }
    if (found.access().compareTo(needed) < 0) {
      return OperationStatus.DENIED;
    }
    long word = operation.targetOffset | found.offset;
    return operation.isAtomic() && word % Long.BYTES != 0
        ? OperationStatus.MISALIGNED
        : OperationStatus.DONE;
  }

  private OperationStatus locate(Operation operation, Access needed) throws IOException {
    PeerFile file = file(found.file);
    if (file == null) {
      return closedOr("its table names file %d, which is not shared".formatted(found.file));
    }
    if (found.offset < 0 || found.offset > file.lengthBytes() - found.length) {
      return closedOr("its table has a region outside of its file");
    }
    view = needed == Access.READ ? file.readable() : file.writable();
    offset = found.offset + operation.targetOffset + operation.done;
    return OperationStatus.DONE;
  }

  /** Regions are closed before their file is; if this one is open the table makes no sense. */
  private OperationStatus closedOr(String complaint) throws IOException {
    if (isStillOpen()) {
      throw new IOException("the peer is damaged: " + complaint);
    }
    return OperationStatus.STALE_POINTER;
  }

  private @Nullable PeerFile file(long number) throws IOException {
    int slot = Math.floorMod(number, TableLayout.FILES);
    PeerFile known = files[slot];
    if (known != null && known.number() == number) {
      return known;
    }
    PeerTable.FileEntry entry = number > 0 ? table.file(number) : null;
    if (entry == null) {
      return null;
    }
    drop(slot);
    PeerFile mapped = PeerFile.open(entry);
    files[slot] = mapped;
    return mapped;
  }

  private void drop(int slot) {
    PeerFile known = files[slot];
    if (known != null) {
      files[slot] = null;
      known.close();
    }
  }

  /** Where the target is that was found last. */
  MemorySegment memory() {
    return view.memory();
  }

  /** Where in it. */
  long offset() {
    return offset;
  }

  /** Has the next bytes there in the page table. */
  void prefault(long length) {
    view.prefault().range(offset, length);
  }

  /** Whether the region that was found last has been open all the time. */
  boolean isStillOpen() {
    return table.regions().isStillOpen(found);
  }

  /** Unmaps what the peer does not share any more. */
  void sweep() {
    for (int slot = 0; slot < TableLayout.FILES; slot++) {
      PeerFile known = files[slot];
      if (known != null && table.fileIn(slot) != known.number()) {
        drop(slot);
      }
    }
  }

  /** Unmaps the files; the table stays, for those who look whether the peer writes. */
  void closeFiles() {
    view = PeerFile.View.NOTHING;
    for (int slot = 0; slot < TableLayout.FILES; slot++) {
      drop(slot);
    }
  }
}
