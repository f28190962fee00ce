// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Parts of a buffer as segments, some of which are kept: in a steady traffic the same parts come
 * again and again, and cost no allocation. For one thread.
 */
final class Slices {
  private static final int KEPT_BITS = 6;
  private static final int KEPT = 1 << KEPT_BITS;

  private final MemorySegment memory;
  private final @Nullable MemorySegment[] kept = new @Nullable MemorySegment[KEPT];
  private final int[] offsets = new int[KEPT];

  /** Parts of this buffer, whatever its position. */
  Slices(ByteBuffer buffer) {
    memory = MemorySegment.ofBuffer(buffer.duplicate().clear());
  }

  MemorySegment of(int offset, int length) {
    if (length == 0) {
      return MemorySegment.NULL;
    }
    int place = (offset * 0x9e3779b1 + length * 0x85ebca6b) >>> (32 - KEPT_BITS);
    MemorySegment found = kept[place];
    if (found == null || offsets[place] != offset || found.byteSize() != length) {
      found = memory.asSlice(offset, length);
      kept[place] = found;
      offsets[place] = offset;
    }
    return found;
  }
}
