// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.shm;

import io.tokamak.fabric.OperationStatus;
import org.jspecify.annotations.Nullable;

/** Something the caller asked for and of whose end nobody has been told. Used again and again. */
final class Operation {
  enum Kind {
    READ,
    WRITE,
    COMPARE_AND_SWAP,
    FETCH_ADD,
    FLUSH,
    /** No operation: what is behind it waits for what is before it. */
    FENCE,
    /** A message behind a fence; its bytes are in a queue of their own. */
    MESSAGE
  }

  Kind kind = Kind.FENCE;
  long token;

  /** Counts the operations of an endpoint. */
  long serial;

  OperationStatus status = OperationStatus.DONE;
  @Nullable ShmRegion region;
  long regionOffset;
  long targetEpoch;
  int targetRegion;
  int targetGeneration;
  long targetOffset;
  long length;

  /** Bytes that have been copied. */
  long done;

  /** The expected value, or what to add. */
  long argument;

  /** The new value; later what was found. */
  long value;

  /** Of a flush: long operations before it that go on. */
  int longAhead;

  /** Of a flush: the FLUSH frame behind the messages before it. */
  long flushNumber;

  boolean isAtomic() {
    return kind == Kind.COMPARE_AND_SWAP || kind == Kind.FETCH_ADD;
  }

  boolean isLong() {
    return length > Limits.SMALL_BYTES && (kind == Kind.READ || kind == Kind.WRITE);
  }

  /** Whether there is nothing more to copy. */
  boolean isOver() {
    return done == length || status != OperationStatus.DONE;
  }
}
