// SPDX-License-Identifier: Apache-2.0
package io.tokamak.fabric.ucx;

import io.tokamak.fabric.OperationStatus;
import io.tokamak.fabric.part.Piece;
import io.tokamak.fabric.part.Pieces;
import io.tokamak.fabric.ucx.ucp.NativeMemory;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The peer moves the bytes, as over TCP: it checks what it is asked for, in the order in which it
 * is asked. For transports that are software: UCX would do whatever the wire says at whatever
 * address.
 */
final class ServedMover implements Mover {
  private final Outbox outbox;
  private final Operations operations;
  private final Pieces<Operation> pieces = new Pieces<>();
  private final Deque<Operation> bulk = new ArrayDeque<>();
  private long windowBytes;
  private boolean over;

  ServedMover(Outbox outbox, Operations operations) {
    this.outbox = outbox;
    this.operations = operations;
  }

  @Override
  public void start(Operation operation) {
    if (operation.isAtomic()) {
      ask(operation, 0);
    } else if (operation.length <= Limits.SERVED_PIECE_BYTES && !pieces.isFull()) {
      ask(operation, (int) operation.length);
    } else {
      bulk.add(operation);
      pump();
    }
  }

  /** Asks for pieces of the first long operations while the window has room. */
  private void pump() {
    while (!bulk.isEmpty() && !over && !pieces.isFull()) {
      Operation operation = bulk.getFirst();
      if (operation.status == OperationStatus.DONE && operation.issued < operation.length) {
        long left = operation.length - operation.issued;
        int length = (int) Math.min(Limits.SERVED_PIECE_BYTES, left);
        if (windowBytes > 0 && windowBytes + length > Limits.SERVED_WINDOW_BYTES) {
          return;
        }
        ask(operation, length);
      } else {
        bulk.removeFirst();
      }
    }
  }

  private void ask(Operation operation, int length) {
    Piece<Operation> piece = begin(operation, operation.issued, length);
    operation.issued += length;
    windowBytes += isLong(operation) ? length : 0;
    Frame frame = outbox.start(typeOf(operation.kind));
    frame.number = piece.id();
    frame.region = operation.targetRegion;
    frame.generation = operation.targetGeneration;
    frame.offset = operation.targetOffset + piece.offset();
    frame.argument = operation.kind == Operation.Kind.READ ? length : operation.argument;
    frame.value = operation.value;
    Slot slot = outbox.take(operation.kind == Operation.Kind.WRITE ? length : 0);
    UcxRegion local = operation.region;
    if (operation.kind == Operation.Kind.WRITE && local != null) {
      slot.add(local.memory(), operation.regionOffset + piece.offset(), length);
    }
    outbox.send(frame, slot);
  }

  private static boolean isLong(Operation operation) {
    return operation.length > Limits.SERVED_PIECE_BYTES;
  }

  private Piece<Operation> begin(Operation operation, long offset, int length) {
    operation.piecesUnderWay++;
    operation.ask();
    return pieces.begin(operation, offset, length);
  }

  private Piece<Operation> find(long id) {
    Piece<Operation> piece = pieces.find(id);
    if (piece == null) {
      throw new BadFrameException("an answer to nothing that was asked");
    }
    return piece;
  }

  private Operation end(Piece<Operation> piece) {
    Operation operation = pieces.end(piece);
    operation.piecesUnderWay--;
    operation.answered(operation.piecesUnderWay > 0);
    return operation;
  }

  private static FrameType typeOf(Operation.Kind kind) {
    return switch (kind) {
      case READ -> FrameType.READ;
      case WRITE -> FrameType.WRITE;
      case COMPARE_AND_SWAP -> FrameType.COMPARE_AND_SWAP;
      case FETCH_ADD -> FrameType.FETCH_ADD;
      case FLUSH, FENCE, MESSAGE -> throw new IllegalStateException(kind + " is no move");
    };
  }

  @Override
  public void answered(Frame frame) {
    Piece<Operation> piece = find(frame.number);
    Operation operation = piece.operation();
    if (frame.what() != answerTo(operation.kind)) {
      throw new BadFrameException(frame.what() + " that does not fit to what was asked");
    }
    OperationStatus status = frame.outcome();
    if (operation.kind == Operation.Kind.READ) {
      take(frame, piece, operation, status);
    }
    operation.value = frame.value;
    end(piece);
    windowBytes -= isLong(operation) ? piece.length() : 0;
    if (operation.status == OperationStatus.DONE) {
      operation.status = status;
    }
    if (operation.isOver()) {
      if (operation.issued < operation.length) {
        bulk.remove(operation);
      }
      operations.over(operation);
    }
    pump();
  }

  private static FrameType answerTo(Operation.Kind kind) {
    return switch (kind) {
      case READ -> FrameType.DATA;
      case WRITE -> FrameType.WRITTEN;
      default -> FrameType.FOUND;
    };
  }

  private static void take(
      Frame frame, Piece<Operation> piece, Operation read, OperationStatus status) {
    long expected = status == OperationStatus.DONE ? piece.length() : 0;
    if (frame.length != expected) {
      throw new BadFrameException(
          "DATA of %d bytes, expected %d".formatted(frame.length, expected));
    }
    UcxRegion local = read.region;
    if (local != null && frame.length > 0) {
      MemorySegment.copy(
          NativeMemory.ALL,
          frame.data,
          local.memory(),
          read.regionOffset + piece.offset(),
          frame.length);
    }
  }

  @Override
  public boolean hasUnissued() {
    return !bulk.isEmpty();
  }

  /** The peer answers in the order in which it is asked. */
  @Override
  public boolean fenceReads() {
    return true; // a peer answers in the order of its questions
  }

  @Override
  public int poll() {
    return 0;
  }

  /** The operations know: each is asked for by its own frames. */
  @Override
  public boolean isOverdue(long nowNs, long pausedNs) {
    return false;
  }

  @Override
  public boolean isBusy() {
    return false;
  }

  @Override
  public void end() {
    over = true;
    bulk.clear();
  }

  @Override
  public void release() {}
}
