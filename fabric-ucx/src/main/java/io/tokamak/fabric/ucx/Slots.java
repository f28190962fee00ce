// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Memory of frames that are being sent, shared by all peers and kept for the next ones: grows to
 * what was on its way at one time, which has a bound for each peer. For one thread.
 */
final class Slots {
  private static final int[] PAYLOAD_BYTES = {0, 4 << 10, 64 << 10, Limits.MESSAGE_BYTES};
  private static final long ALIGNMENT = 64;

  /** Small ones are made several at a time. */
  private static final long CHUNK_BYTES = 256 << 10;

  private final Arena arena;
  private final List<Deque<Slot>> free = new ArrayList<>();

  Slots(Arena arena) {
    this.arena = arena;
    for (int i = 0; i < PAYLOAD_BYTES.length; i++) {
      free.add(new ArrayDeque<>());
    }
  }

  /** An empty one with room for that payload. */
  Slot take(long payloadBytes) {
    int size = 0;
    while (PAYLOAD_BYTES[size] < payloadBytes) {
      size++;
    }
    Slot slot = free.get(size).poll();
    if (slot == null) {
      slot = make(size);
    }
    slot.length = 0;
    return slot;
  }

  private Slot make(int size) {
    long each = Slot.PAYLOAD + (long) PAYLOAD_BYTES[size];
    long count = Math.max(1, CHUNK_BYTES / each);
    var chunk = arena.allocate(count * each, ALIGNMENT);
    for (long i = 1; i < count; i++) {
      free.get(size).push(new Slot(chunk.asSlice(i * each, each), size));
    }
    return new Slot(chunk.asSlice(0, each), size);
  }

  void give(Slot slot) {
    free.get(slot.size).push(slot);
  }
}
