// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import org.jspecify.annotations.Nullable;

/**
 * A part of an operation that the peer was asked for. Used again and again by {@link Pieces}.
 *
 * @param <O> the operation
 */
public final class Piece<O> {
  long id;
  @Nullable O operation;
  long offset;
  int length;

  Piece() {}

  /** Its number, for the answer. */
  public long id() {
    return id;
  }

  /** What it is a part of. */
  public O operation() {
    O whole = operation;
    if (whole == null) {
      throw new IllegalStateException("a piece that has ended");
    }
    return whole;
  }

  /** Where it begins in its operation, in bytes. */
  public long offset() {
    return offset;
  }

  /** In bytes. */
  public int length() {
    return length;
  }
}
