// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.memory.MemoryException;
import io.tokamak.memory.os.Residency;
import java.lang.foreign.MemorySegment;

/**
 * Brings pages of a mapping into the page table before they are copied from or to, many in one
 * call: faults one by one cost ten times as much as the copying (docs/shm-fabric.md has numbers).
 * Remembers where that was done, in blocks of 64 KiB. For one thread.
 */
final class Prefault {
  private static final int BLOCK_SHIFT = 16;
  private static final long BLOCK_BYTES = 1L << BLOCK_SHIFT;

  private final MemorySegment memory;
  private final boolean toWrite;
  private final long[] touched;

  /** Of a mapping; memory shorter than a block is left to faults. */
  Prefault(MemorySegment memory, boolean toWrite) {
    this.memory = memory;
    this.toWrite = toWrite;
    long blocks = memory.byteSize() >>> BLOCK_SHIFT;
    touched = new long[Math.toIntExact((blocks + 63) >>> 6)];
  }

  /** Makes a range ready. No allocation where it is ready already. */
  void range(long offset, long length) {
    int from = (int) (offset >>> BLOCK_SHIFT);
    int to = (int) ((offset + length + BLOCK_BYTES - 1) >>> BLOCK_SHIFT);
    int last = Math.min(to, (int) (memory.byteSize() >>> BLOCK_SHIFT));
    for (int block = from; block < last; block++) {
      if (!isTouched(block)) {
        touch(block, last);
        return;
      }
    }
  }

  private boolean isTouched(int block) {
    return (touched[block >> 6] & 1L << block) != 0;
  }

  private void touch(int from, int to) {
    for (int block = from; block < to; block++) {
      touched[block >> 6] |= 1L << block;
    }
    long at = (long) from << BLOCK_SHIFT;
    MemorySegment range = memory.asSlice(at, ((long) to << BLOCK_SHIFT) - at);
    try {
      if (toWrite) {
        Residency.populateForWrite(range);
      } else {
        Residency.populateForRead(range);
      }
    } catch (MemoryException refused) {
      // The pages come by faults then.
    }
  }
}
