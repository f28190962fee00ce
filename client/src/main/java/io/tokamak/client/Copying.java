// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies of any length. */
final class Copying {
  /**
   * A copy cannot be interrupted by a safepoint, so a long one would hold up the garbage collection
   * of the whole process.
   */
  private static final long PIECE = 8L << 20;

  private Copying() {}

  /** Copies {@code length} bytes, a bounded piece at a time. Allocates nothing. */
  static void copy(
      MemorySegment source,
      long sourceOffset,
      MemorySegment target,
      long targetOffset,
      long length) {
    for (long done = 0; done < length; done += PIECE) {
      long piece = Math.min(PIECE, length - done);
      MemorySegment.copy(source, sourceOffset + done, target, targetOffset + done, piece);
    }
  }

  /** The same into an array, without a segment around it. */
  static void copy(
      MemorySegment source, long sourceOffset, byte[] target, int targetOffset, int length) {
    for (long done = 0; done < length; done += PIECE) {
      int piece = (int) Math.min(PIECE, length - done);
      MemorySegment.copy(
          source,
          ValueLayout.JAVA_BYTE,
          sourceOffset + done,
          target,
          targetOffset + (int) done,
          piece);
    }
  }
}
