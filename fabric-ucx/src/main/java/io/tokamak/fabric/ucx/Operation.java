// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

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
  @Nullable UcxRegion region;
  long regionOffset;
  int targetRegion;
  int targetGeneration;
  long targetOffset;
  long length;

  /** Bytes that were asked for. */
  long issued;

  int piecesUnderWay;

  /** The expected value, or what to add. */
  long argument;

  /** The new value; later what was found. */
  long value;

  /** Of a flush: operations before it that go on. */
  int ahead;

  /** Of a flush: its number, once the peer was asked. */
  long flushNumber;

  /** Where it goes, once that is known; only if the network card does it. */
  @Nullable RemoteRegion remote;

  /** Place of its words, of an atomic that the network card does. */
  int word;

  /** Whether the peer has been asked by name, and has not answered all of it. */
  boolean asked;

  /** How long that is so. */
  final Owed answer = new Owed();

  @Nullable Slot message;

  /** Place in the list of what is under way. */
  int place;

  boolean isAtomic() {
    return kind == Kind.COMPARE_AND_SWAP || kind == Kind.FETCH_ADD;
  }

  /** The peer is asked, or asked for more. */
  void ask() {
    asked = true;
  }

  /** Something has been answered; {@code more} if not all of it. */
  void answered(boolean more) {
    asked = more;
    answer.came();
  }

  /** Whether every piece that will be asked for has been, and is back. */
  boolean isOver() {
    return piecesUnderWay == 0 && (issued == length || status != OperationStatus.DONE);
  }
}
