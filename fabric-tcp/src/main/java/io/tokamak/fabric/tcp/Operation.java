// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.tcp;

import io.tokamak.fabric.OperationStatus;
import org.jspecify.annotations.Nullable;

/** Something the caller asked for and that has not been completed. Used again and again. */
final class Operation {
  enum Kind {
    READ,
    WRITE,
    COMPARE_AND_SWAP,
    FETCH_ADD,
    FLUSH,
    /** No operation: what is behind it waits for what is before it. */
    FENCE,
    /** A message behind a fence. */
    MESSAGE
  }

  Kind kind = Kind.FENCE;
  long token;

  /** Counts the operations of an endpoint. */
  long serial;

  OperationStatus status = OperationStatus.DONE;
  @Nullable TcpRegion region;
  long regionOffset;
  int targetRegion;
  int targetGeneration;
  long targetOffset;
  long length;

  /** Bytes of pieces that were asked for. */
  long issued;

  int piecesUnderWay;

  /** The expected value, or what to add. */
  long argument;

  /** The new value; later what was found. */
  long value;

  /** Of a read: the short read that is to see what is there when this one has its bytes. */
  @Nullable Operation follower;

  /** Of such a short read that waits for its turn: the one it follows. */
  @Nullable Operation lead;

  /** Whether it goes over the flow of another read, and not in order with short operations. */
  boolean following;

  /** Whether no fence holds it up any more. */
  boolean started;

  /** Over which the last piece comes. */
  int flow;

  /** Of a flush: bulk operations before it that go on. */
  int bulkAhead;

  byte[] message = new byte[0];

  /** Place in the list of what is under way. */
  int place;

  boolean isBulk() {
    return following || ((kind == Kind.READ || kind == Kind.WRITE) && length > Limits.SMALL_BYTES);
  }

  /** Whether all of it has been asked for, in one piece. */
  boolean isIssuedWhole() {
    return issued == length && length <= Limits.PIECE_BYTES;
  }

  /** Whether every piece that will be asked for has been, and is back. */
  boolean isOver() {
    return piecesUnderWay == 0 && (issued == length || status != OperationStatus.DONE);
  }
}
