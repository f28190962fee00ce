// SPDX-License-Identifier: Apache-2.0
package io.tokamak.directory.embedded;

import io.tokamak.fabric.Endpoint;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * The way to one peer. Keeps one message for which there was no room; until it has gone there is
 * nothing more to be made, so nothing piles up here.
 */
final class Outlet {
  private static final MemorySegment NOTHING = MemorySegment.ofArray(new byte[0]);

  private final Endpoint endpoint;
  private @Nullable MemorySegment kept;

  Outlet(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Whether the next message can be made; sends the one that was kept if it can be sent now. */
  boolean isFree() {
    MemorySegment last = kept;
    if (last != null && endpoint.send(last, NOTHING)) {
      kept = null;
    }
    return kept == null;
  }

  /** Sends a message, now or later; only when it {@link #isFree}. */
  void send(MemorySegment message) {
    if (!trySend(message)) {
      kept = MemorySegment.ofArray(message.toArray(ValueLayout.JAVA_BYTE));
    }
  }

  /** Sends a message now, or not at all. */
  boolean trySend(MemorySegment message) {
    return endpoint.send(message, NOTHING);
  }
}
