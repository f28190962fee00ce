// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.Endpoint;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The connection over TCP that belongs to an endpoint, and what waits for room in it. */
final class Control {
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private @Nullable Endpoint endpoint;
  private boolean closed;

  void open(Endpoint opened) {
    endpoint = opened;
    if (closed) {
      opened.close("it was closed while it was connecting");
    }
  }

  @Nullable Endpoint endpoint() {
    return endpoint;
  }

  /** Says something, in its order; false when too much waits to be said. */
  boolean tell(Notice notice) {
    if (waiting.size() >= Limits.CONTROL_MESSAGES) {
      return false;
    }
    if (!closed) {
      waiting.add(notice.encode());
      work();
    }
    return true;
  }

  /** Says what waits, as far as there is room. */
  void work() {
    Endpoint open = endpoint;
    while (open != null && !waiting.isEmpty()) {
      if (!open.send(MemorySegment.ofArray(waiting.getFirst()), MemorySegment.NULL)) {
        return;
      }
      waiting.removeFirst();
    }
  }

  void close(String why) {
    closed = true;
    waiting.clear();
    if (endpoint != null) {
      endpoint.close(why);
    }
  }
}
