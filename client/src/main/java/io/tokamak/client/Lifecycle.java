// SPDX-License-Identifier: Apache-2.0
package io.tokamak.client;

import io.tokamak.wire.error.DisconnectedException;
import io.tokamak.wire.error.TokamakException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client can still be used: one word that every operation looks at. It only ever gets
 * worse.
 *
 * <p>Thread-safe. {@link #requireUsable} is a volatile read and allocates nothing unless it throws.
 */
final class Lifecycle {
  private static final int CLOSED = 1;
  private static final int DISCONNECTED = 2;

  private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
  private volatile int flags;

  /** Throws when the client was closed or its node is gone. */
  void requireUsable() {
    if (flags != 0) {
      throw refusal();
    }
  }

  /** Throws when the node is gone; a client that is closing may pass. */
  void requireConnected() {
    if (!isConnected()) {
      throw refusal();
    }
  }

  boolean isUsable() {
    return flags == 0;
  }

  boolean isClosed() {
    return (flags & CLOSED) != 0;
  }

  boolean isConnected() {
    return (flags & DISCONNECTED) == 0;
  }

  /** The user closed the client; false when that happened before. */
  synchronized boolean close() {
    boolean first = !isClosed();
    flags |= CLOSED;
    return first;
  }

  /** The node is gone; false when that was known. The first reason counts. */
  synchronized boolean disconnect(String why) {
    boolean first = isConnected();
    reason.compareAndSet(null, why);
    flags |= DISCONNECTED;
    return first;
  }

  /** Why nothing can be done any more. */
  TokamakException refusal() {
    if (isClosed()) {
      return new DisconnectedException("this client was closed; connect a new one");
    }
    return new DisconnectedException(
        "the node is gone ("
            + reason.get()
            + "); objects you hold stay readable; close this client and connect a new one");
  }

  /**
   * What a fast path makes of an access to memory that was unmapped under it: only a closed client
   * unmaps, and only when it holds nothing any more.
   */
  RuntimeException explain(IllegalStateException unmapped) {
    return isClosed() ? refusal() : unmapped;
  }
}
