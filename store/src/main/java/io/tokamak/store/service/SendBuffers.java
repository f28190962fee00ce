// SPDX-License-Identifier: Apache-2.0
package io.tokamak.store.service;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;

/**
 * Native memory for what connections have to send. Small buffers are kept for the next one, large
 * ones go back to the system: a connection that has nothing to send holds nothing. For the store
 * thread alone.
 */
final class SendBuffers {
  /** Bytes of a buffer of the usual kind. */
  static final int SMALL_LENGTH = 4096;

  private static final int MOST_KEPT = 1024;

  /** One buffer; a large one has its own arena. */
  record Buffer(MemorySegment segment, Arena arena) {}

  private final ArrayDeque<Buffer> kept = new ArrayDeque<>();

  /** A buffer of at least {@code length} bytes. */
  Buffer take(long length) {
    if (length > SMALL_LENGTH) {
      return allocate(Long.highestOneBit(length - 1) << 1);
    }
    Buffer small = kept.poll();
    return small == null ? allocate(SMALL_LENGTH) : small;
  }

  private static Buffer allocate(long length) {
    Arena arena = Arena.ofConfined();
    return new Buffer(arena.allocate(length, 8), arena);
  }

  /** Gives a buffer back; its content is gone. */
  void giveBack(Buffer buffer) {
    if (buffer.segment().byteSize() == SMALL_LENGTH && kept.size() < MOST_KEPT) {
      kept.push(buffer);
    } else {
      buffer.arena().close();
    }
  }

  /** Frees what is kept. */
  void clear() {
    for (Buffer buffer : kept) {
      buffer.arena().close();
    }
    kept.clear();
  }
}
