// SPDX-License-Identifier: Apache-2.0
package io.tokamak.simulation.store;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of a data area. What was freed last is handed out first, at the same address, and is
 * full of poison in between: who still reads it reads poison, who still writes it is found out.
 */
final class Blocks {
  static final long NONE = -1;

  private static final int UNIT = 64;
  private static final byte POISON = (byte) 0xA5;

  private final MemorySegment data;
  private final MemorySegment poison;
  private final List<Extent> free = new ArrayList<>();

  private record Extent(long offset, long length) {
    long end() {
      return offset + length;
    }
  }

  Blocks(MemorySegment data) {
    this.data = data;
    byte[] bytes = new byte[(int) data.byteSize()];
    Arrays.fill(bytes, POISON);
    poison = MemorySegment.ofArray(bytes);
    data.copyFrom(poison);
    free.add(new Extent(0, data.byteSize()));
  }

  static long roundUp(long length) {
    return Math.max(UNIT, (length + UNIT - 1) / UNIT * UNIT);
  }

  /** An offset, or {@link #NONE}. */
  long allocate(long length) {
    long needed = roundUp(length);
    for (int i = free.size() - 1; i >= 0; i--) {
      Extent extent = free.get(i);
      if (extent.length >= needed) {
        requirePoison(extent.offset, needed);
        if (extent.length == needed) {
          free.remove(i);
        } else {
          free.set(i, new Extent(extent.offset + needed, extent.length - needed));
        }
        return extent.offset;
      }
    }
    return NONE;
  }

  void free(long offset, long length) {
    Extent freed = new Extent(offset, roundUp(length));
    data.asSlice(offset, freed.length).copyFrom(poison.asSlice(0, freed.length));
    for (int i = free.size() - 1; i >= 0; i--) {
      Extent other = free.get(i);
      if (other.end() == freed.offset || freed.end() == other.offset) {
        free.remove(i);
        freed = new Extent(Math.min(other.offset, freed.offset), other.length + freed.length);
      }
    }
    free.add(freed);
  }

  /** Nobody has written to what belongs to nobody. */
  void requirePoison() {
    free.forEach(extent -> requirePoison(extent.offset, extent.length));
  }

  private void requirePoison(long offset, long length) {
    long at = data.asSlice(offset, length).mismatch(poison.asSlice(0, length));
    if (at >= 0) {
      throw new AssertionError(
          "somebody wrote to free memory, at %d of the data area".formatted(offset + at));
    }
  }

  long freeBytes() {
    return free.stream().mapToLong(Extent::length).sum();
  }
}
