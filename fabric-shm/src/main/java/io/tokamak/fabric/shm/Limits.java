// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

/** Bounds that both sides of a connection know, and those that each side keeps for itself. */
final class Limits {
  /** The longest message: a chunk of 1 MiB, and room for what is said about it. */
  static final int MESSAGE_BYTES = 1 << 20 | 1 << 16;

  /** The longest text of a frame that says why. */
  static final int TEXT_BYTES = 1024;

  /** The longest path in a handshake. */
  static final int PATH_BYTES = 1024;

  /** Reads and writes up to this are done when they are asked for; longer ones in polls. */
  static final int SMALL_BYTES = 16 << 10;

  /**
   * What is copied of one operation before it is another one's turn. A copy of 2.5 MiB or more
   * passes by the caches, and takes three quarters of the time of sixteen of 256 KiB.
   */
  static final int PIECE_BYTES = 4 << 20;

  /** What is copied in one poll, all endpoints together: some hundred microseconds. */
  static final int COPIED_BYTES = 4 << 20;

  /** Operations of one endpoint that have begun and of whose end nobody has been told. */
  static final int OPERATIONS = 512;

  /** Bytes of messages that wait for one endpoint's socket. */
  static final int QUEUED_BYTES = 4 << 20;

  /** Connections in the handshake, all peers together. */
  static final int STRANGERS = 256;

  /** Connections that this side has ended and the other has not, all peers together. */
  static final int LINGERING = 256;

  /** Bytes read from one socket in one poll, so that no peer keeps the others waiting. */
  static final int READ_BUDGET_BYTES = 4 << 20;

  private Limits() {}
}
