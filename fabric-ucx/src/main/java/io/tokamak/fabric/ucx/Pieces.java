// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

/**
 * Requests under way, found again by the number in the answer: its low half is a place in here, its
 * high half differs each time the place is used, so that an answer never meets another request.
 */
final class Pieces {
  private static final int CAPACITY = 1024;
  private static final int INDEX_MASK = CAPACITY - 1;

  private final Piece[] pieces = new Piece[CAPACITY];
  private final int[] free = new int[CAPACITY];
  private int freeCount = CAPACITY;
  private long uses;

  Pieces() {
    for (int i = 0; i < CAPACITY; i++) {
      free[i] = CAPACITY - 1 - i;
      pieces[i] = new Piece();
    }
  }

  boolean isFull() {
    return freeCount == 0;
  }

  /** Begins one; there is room. */
  Piece begin(Operation operation, long offset, int length) {
    int index = free[--freeCount];
    Piece piece = pieces[index];
    piece.id = ++uses * CAPACITY + index;
    piece.operation = operation;
    piece.offset = offset;
    piece.length = length;
    operation.piecesUnderWay++;
    return piece;
  }

  /** The one with this number; throws {@link BadFrameException} if it is not under way. */
  Piece find(long id) {
    Piece piece = pieces[(int) (id & INDEX_MASK)];
    if (piece.operation == null || piece.id != id) {
      throw new BadFrameException("an answer to nothing that was asked");
    }
    return piece;
  }

  /** Ends it and gives its operation. */
  Operation end(Piece piece) {
    Operation operation = piece.operation;
    if (operation == null) {
      throw new IllegalStateException("a piece ends twice");
    }
    piece.operation = null;
    operation.piecesUnderWay--;
    free[freeCount++] = (int) (piece.id & INDEX_MASK);
    return operation;
  }
}
