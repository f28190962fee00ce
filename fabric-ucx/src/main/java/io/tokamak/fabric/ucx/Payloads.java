// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.ucx.ucp.NativeMemory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * What UCX has received as segments, some of which are kept: in a steady traffic it is received at
 * the same places again and again, and costs no allocation. For one thread.
 */
final class Payloads {
  private static final int KEPT_BITS = 8;
  private static final int KEPT = 1 << KEPT_BITS;

  private final @Nullable MemorySegment[] kept = new @Nullable MemorySegment[KEPT];

  MemorySegment of(long address, long length) {
    if (length == 0) {
      return MemorySegment.NULL;
    }
    int place = (int) ((address * 0x9e37_79b9_7f4a_7c15L + length) >>> (Long.SIZE - KEPT_BITS));
    MemorySegment found = kept[place];
    if (found == null || found.address() != address || found.byteSize() != length) {
      found = NativeMemory.ALL.asSlice(address, length);
      kept[place] = found;
    }
    return found;
  }
}
