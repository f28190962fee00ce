// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;

/**
 * Hears what happened, called by {@link Fabric#poll} in its thread. It may issue operations and
 * close endpoints; it must not poll.
 */
public interface FabricListener {
  /** An endpoint that was being connected is ready, or a peer has connected. */
  void connected(Endpoint endpoint);

  /**
   * An endpoint is gone, or could not be connected, or was closed by this node. Once for each
   * endpoint, after the completions of its operations.
   */
  void disconnected(Endpoint endpoint, String why);

  /**
   * A message arrived.
   *
   * @param message only until this method returns
   */
  void received(Endpoint endpoint, MemorySegment message);

  /**
   * An operation ended.
   *
   * @param value what an atomic found; 0 for all others
   */
  void completed(Endpoint endpoint, long token, OperationStatus status, long value);
}
