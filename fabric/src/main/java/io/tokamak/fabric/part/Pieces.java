// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.part;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Requests under way, found again by the number in the answer: its low half is a place in here, its
 * high half differs each time the place is used, so that an answer never meets another request. No
 * allocation but at the beginning. For one thread.
 *
 * @param <O> what pieces are parts of
 */
public final class Pieces<O> {
  private static final int CAPACITY = 1024;
  private static final int INDEX_MASK = CAPACITY - 1;

  private final List<Piece<O>> pieces = new ArrayList<>(CAPACITY);
  private final int[] free = new int[CAPACITY];
  private int freeCount = CAPACITY;
  private long uses;

  /** Nothing under way. */
  public Pieces() {
    for (int i = 0; i < CAPACITY; i++) {
      free[i] = CAPACITY - 1 - i;
      pieces.add(new Piece<>());
    }
  }

  /** Whether there is no room for another one. */
  public boolean isFull() {
    return freeCount == 0;
  }

  /** Begins one; there is room. */
  public Piece<O> begin(O operation, long offset, int length) {
    int index = free[--freeCount];
    Piece<O> piece = pieces.get(index);
    piece.id = ++uses * CAPACITY + index;
    piece.operation = operation;
    piece.offset = offset;
    piece.length = length;
    return piece;
  }

  /** The one with this number; null if it is not under way. */
  public @Nullable Piece<O> find(long id) {
    Piece<O> piece = pieces.get((int) (id & INDEX_MASK));
    return piece.operation == null || piece.id != id ? null : piece;
  }

  /** Ends it and gives its operation. */
  public O end(Piece<O> piece) {
    O operation = piece.operation();
    piece.operation = null;
    free[freeCount++] = (int) (piece.id & INDEX_MASK);
    return operation;
  }
}
