// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.local.worker;

import io.tokamak.memory.os.MappedFile;
import io.tokamak.memory.os.Residency;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * The best a put could be: a copy into shared memory that is mapped, touched, and in huge pages
 * where the kernel gives them, as the store's is; from place to place as puts go.
 */
final class WarmMemory {
  private static final byte TOUCHED = 1;

  private final MemorySegment memory;

  WarmMemory(long lengthBytes) {
    try (MappedFile file = MappedFile.anonymous("tokamak-bench-copy")) {
      file.truncate(lengthBytes);
      file.reserve(0, lengthBytes);
      memory = file.map(Arena.global(), lengthBytes, false);
    }
    Residency.collapse(memory);
    memory.fill(TOUCHED);
  }

  /** Copies {@code source} to each of {@code count} places from place number {@code from}. */
  void copy(MemorySegment source, int from, int count) {
    long length = source.byteSize();
    for (int i = from; i < from + count; i++) {
      MemorySegment.copy(source, 0, memory, i * length, length);
    }
  }
}
