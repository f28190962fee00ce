// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.service;

import io.tokamak.fabric.Endpoint;
import io.tokamak.fabric.OperationStatus;
import java.lang.foreign.MemorySegment;

/**
 * One of the services that share the connections of a node. Called by the thread that polls; it may
 * issue operations and close endpoints, never poll.
 */
public interface NodeService {
  /** An endpoint is ready. */
  default void connected(Endpoint endpoint) {}

  /** An endpoint is gone, after the completions of its operations. */
  default void disconnected(Endpoint endpoint, String why) {}

  /**
   * A message of this service.
   *
   * @param message with its {@link MessageHeader}, whose length is right; only until this returns
   * @throws BadMessageException when the bytes are no message of this service; the connection ends
   */
  void received(Endpoint endpoint, MemorySegment message);

  /** An operation ended whose token {@link Switchboard#token} made for this service. */
  default void completed(Endpoint endpoint, long token, OperationStatus status, long value) {}
}
