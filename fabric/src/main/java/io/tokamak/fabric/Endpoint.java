// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric;

import java.lang.foreign.MemorySegment;

/**
 * One connection to one life of a peer.
 *
 * <p>Each operation but {@link #send} takes a token of the caller's choice and ends with exactly
 * one {@link FabricListener#completed} of it, in any order; until then its local memory belongs to
 * the fabric. A method that returns false has done nothing: too much is on its way, try again after
 * a completion or a poll, or the endpoint is not {@link State#READY}. A pointer of another epoch
 * than this peer's completes as stale. Nothing completes before the next poll.
 *
 * <p>A region of this node that is too short for the operation is an {@link
 * IndexOutOfBoundsException}; more bytes than the fabric moves in one operation are an {@link
 * IllegalArgumentException}.
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
    /** Gone. Its operations complete as disconnected, those that have not yet in the next poll. */
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

  /**
   * Reads {@code from} as it is when the read issued last has its bytes. Nothing else waits for
   * that, as it would behind a {@link #fence}: so it costs no round trip of its own.
   */
  default boolean readBehind(MemoryRegion into, long offset, RemotePointer from, long token) {
    fence();
    return read(into, offset, from, token);
  }

  /** Writes as many bytes as {@code to} has from a region of this node. */
  boolean write(MemoryRegion from, long offset, RemotePointer to, long token);

  /**
   * Sets the 8 bytes at {@code word} to {@code value} if they are {@code expected}. The completion
   * brings what was there.
   */
  boolean compareAndSwap(RemotePointer word, long expected, long value, long token);

  /** Adds to the 8 bytes at {@code word}. The completion brings what was there. */
  boolean fetchAdd(RemotePointer word, long delta, long token);

  /**
   * Nothing issued later is placed, and no message sent later arrives, before anything issued
   * earlier is placed and earlier reads have their bytes.
   */
  void fence();

  /**
   * Completes when everything issued earlier is placed and visible to the peer's processors, and
   * all earlier messages have been received.
   */
  boolean flush(long token);

  /** Ends the connection, for a reason that is told to both sides. Can be repeated. */
  void close(String why);
}
