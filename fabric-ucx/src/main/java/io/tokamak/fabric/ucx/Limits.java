// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/** Bounds of what is on its way. */
final class Limits {
  /** The longest message: a chunk of 1 MiB, and room for what is said about it. */
  static final int MESSAGE_BYTES = 1 << 20 | 1 << 16;

  /** Of a long read or write that the network card does, so much is asked for at once. */
  static final int DIRECT_PIECE_BYTES = 1 << 20;

  /** Bytes of long reads and writes by the network card under way on one endpoint. */
  static final int DIRECT_WINDOW_BYTES = 4 << 20;

  /** The same for pieces that the peer serves. */
  static final int SERVED_PIECE_BYTES = 64 << 10;

  /** The same for what the peer serves. */
  static final int SERVED_WINDOW_BYTES = 1 << 20;

  /** Operations of this side under way on one endpoint. */
  static final int OPERATIONS = 512;

  /** Bytes of messages and small writes that wait on one endpoint. */
  static final int QUEUED_BYTES = 4 << 20;

  /** Bytes of answers that wait for a peer before it is to blame for asking. */
  static final int OWED_BYTES = 32 << 20;

  /** Messages about connections and regions that wait for one peer. */
  static final int CONTROL_MESSAGES = 4096;

  /** How long the peer, or the card, may leave an operation without any part of its answer. */
  static final long ANSWER_NS = 30_000_000_000L;

  /** Bytes of frames that came before their turn, of one peer. */
  static final long EARLY_BYTES = 64 << 20;

  /** Frames that came before their turn, of one peer. */
  static final int EARLY_FRAMES = 1024;

  /** Endpoints at one time. */
  static final int ENDPOINTS = 1 << 16;

  /** Nodes to which paths are counted, besides those that there is a path to. */
  static final int KNOWN_NODES = 1 << 16;

  /** Regions of one peer that are known here. */
  static final int KNOWN_REGIONS = 8192;

  /** How often progress is made in one poll. */
  static final int PROGRESS_ROUNDS = 16;

  /** So many polls after UCX had something, sockets are looked at less often. */
  static final int LIVELY_POLLS = 256;

  /** So often UCX is asked in each of those polls before it counts as having nothing. */
  static final int LIVELY_LOOKS = 4;

  private Limits() {}
}
