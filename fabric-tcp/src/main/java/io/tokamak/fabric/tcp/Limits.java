// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

/** Bounds that both sides of a connection know, and those that each side keeps for itself. */
final class Limits {
  /** The longest message: a chunk of 1 MiB, and room for what is said about it. */
  static final int MESSAGE_BYTES = 1 << 20 | 1 << 16;

  /** The longest piece of a bulk read or write; each costs a header and two calls. */
  static final int PIECE_BYTES = 1 << 20;

  /** Reads and writes up to this go with the messages; longer ones have flows of their own. */
  static final int SMALL_BYTES = 64 << 10;

  /** The longest text of a frame that says why. */
  static final int TEXT_BYTES = 1024;

  /** The most flows of one endpoint. */
  static final int FLOWS = 16;

  /** Answers that a peer may have us owe it on one flow. Who asks for more is sent away. */
  static final int OWED_PIECES = 2048;

  /** Bytes that may wait for a peer before requests of the peer itself are to blame. */
  static final int OWED_BYTES = 32 << 20;

  /** Operations of this side under way on one endpoint. */
  static final int OPERATIONS = 512;

  /** Bytes of bulk pieces of this side under way on one endpoint: both sides have work then. */
  static final int WINDOW_BYTES = 4 << 20;

  /** Bytes of messages and small writes that wait for one endpoint's socket. */
  static final int QUEUED_BYTES = 4 << 20;

  /** Connections in the handshake, all peers together. */
  static final int STRANGERS = 256;

  /** Bytes read from one flow in one poll, so that no peer keeps the others waiting. */
  static final int READ_BUDGET_BYTES = 4 << 20;

  /** Steps of TLS handshakes in one poll, each about a millisecond. */
  static final int TLS_STEPS = 4;

  private Limits() {}
}
