// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Memory of a frame that is being sent: its header, then its payload. */
final class Slot {
  /** Where the payload begins: behind the header, at a cache line. */
  static final int PAYLOAD = 64;

  final MemorySegment memory;

  /** Index of its size in {@link Slots}. */
  final int size;

  /** Of the payload. */
  int length;

  /** Whose bytes they are while UCX has them. */
  @Nullable Outbox owner;

  Slot(MemorySegment memory, int size) {
    this.memory = memory;
    this.size = size;
  }

  long headerAddress() {
    return memory.address();
  }

  long payloadAddress() {
    return memory.address() + PAYLOAD;
  }

  /** Adds to the payload. */
  void add(MemorySegment source, long offset, long bytes) {
    MemorySegment.copy(source, offset, memory, PAYLOAD + (long) length, bytes);
    length += (int) bytes;
  }
}
