// SPDX-License-Identifier: Apache-2.0

package io.tokamak.wire.frame;

import java.lang.foreign.MemorySegment;

/** Writers over heap memory, for tests. */
public final class Heap {
  private Heap() {}

  /** A new writer that needs no arena. */
  public static FrameWriter writer() {
    return new FrameWriter((length, alignment) -> MemorySegment.ofArray(new byte[(int) length]));
  }
}
