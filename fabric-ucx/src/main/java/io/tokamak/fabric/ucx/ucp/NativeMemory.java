// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx.ucp;

import java.lang.foreign.MemorySegment;

/**
 * All memory of this process, by its addresses: for what libucp hands over, and for nothing else.
 * No number that came from a peer may be used with it. Making a segment for each message would cost
 * an allocation.
 */
public final class NativeMemory {
  /** Its offsets are addresses. */
  @SuppressWarnings("restricted") // what libucp hands over is there
  public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private NativeMemory() {}
}
