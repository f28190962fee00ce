// SPDX-License-Identifier: Apache-2.0
package io.tokamak.benchmarks.remote.contender;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Memory for objects of one size, each at a place of its own, all pages touched. */
final class Places implements AutoCloseable {
  private static final int ALIGNMENT = 64;

  private final Arena arena = Arena.ofShared();
  private final List<ByteBuffer> buffers = new ArrayList<>();

  /** Places with {@code extraBytes} of room behind each. */
  Places(int sizeBytes, int objects, int extraBytes) {
    for (int i = 0; i < objects; i++) {
      MemorySegment memory = arena.allocate((long) sizeBytes + extraBytes, ALIGNMENT);
      memory.fill((byte) i);
      buffers.add(memory.asByteBuffer());
    }
  }

  /** The whole place of one object. */
  ByteBuffer at(int index) {
    return buffers.get(index).clear();
  }

  @Override
  public void close() {
    arena.close();
  }
}
