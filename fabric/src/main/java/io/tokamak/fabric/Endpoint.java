// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;

/**
 * One connection to one life of a peer.
 *
 * <p>Each operation but {@link #send} takes a token of the caller's choice and ends with exactly
 * one {@link FabricListener#completed} of it, in any order; until then its local memory belongs to
 * the fabric. A method that returns false has done nothing: too much is on its way, try again after
 * a completion, or the endpoint is not {@link State#READY}. The pointer must be of this peer.
 *
 * <p>Order: messages arrive in the order they were sent. Nothing else has an order but by {@link
 * #fence} and {@link #flush}.
 *
 * <p>For the thread that owns the fabric.
 */
public interface Endpoint {
  /** Where an endpoint stands. Only ever moves down this list. */
  enum State {
    /** Being connected. */
    CONNECTING,
    /** Usable. */
    READY,
    /** Gone; all its operations have been completed as disconnected. */
    CLOSED
  }

  /** Who is at the other end; while connecting, who is expected there. */
  NodeRef peer();

  /** Where it stands. */
  State state();

  /** Whether this node began the connection. */
  boolean outgoing();

  /**
   * Sends a message, in two parts for the caller's convenience. Both are copied or sent before this
   * method returns. It arrives, in order, or the connection ends.
   *
   * @throws IllegalArgumentException when it is longer than the fabric allows
   */
  boolean send(MemorySegment head, MemorySegment body);

  /** Reads {@code from} into a region of this node. */
  boolean read(MemoryRegion into, long offset, RemotePointer from, long token);

  /** Writes as many bytes as {@code to} has from a region of this node. */
  boolean write(MemoryRegion from, long offset, RemotePointer to, long token);

  /**
   * Sets the 8 bytes at {@code word} to {@code value} if they are {@code expected}. The completion
   * brings what was there.
   */
  boolean compareAndSwap(RemotePointer word, long expected, long value, long token);

  /** Adds to the 8 bytes at {@code word}. The completion brings what was there. */
  boolean fetchAdd(RemotePointer word, long delta, long token);

  /** Nothing issued later is placed before anything issued earlier. */
  void fence();

  /** Completes when everything issued earlier is placed and visible to the peer's processors. */
  boolean flush(long token);

  /** Ends the connection, for a reason that is told. Can be repeated. */
  void close(String why);
}
