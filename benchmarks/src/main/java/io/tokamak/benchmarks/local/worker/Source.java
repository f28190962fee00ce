// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory outside the Java heap, which goes when nobody refers to it any more. */
final class Source {
  private static final int ALIGNMENT = 64;
  private static final long PATTERN = 0x9E37_79B9_7F4A_7C15L;

  private Source() {}

  static MemorySegment zeroed(long lengthBytes) {
    return Arena.ofAuto().allocate(lengthBytes, ALIGNMENT);
  }

  /** Bytes to put: all pages touched, no two words the same. */
  static MemorySegment filled(long lengthBytes) {
    MemorySegment memory = zeroed(lengthBytes);
    fill(memory);
    return memory;
  }

  static void fill(MemorySegment memory) {
    for (long at = 0; at + Long.BYTES <= memory.byteSize(); at += Long.BYTES) {
      memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, at * PATTERN);
    }
  }
}
